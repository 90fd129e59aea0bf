using System.Numerics;
using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>The laws are tested: lines that are wrong do not pass. An op of one's own needs a line only where its form does not tell.</summary>
public sealed class PlantedLineTests
{
    private const int Examples = 3;

    [Fact]
    public void Planted_wrong_lines_are_caught()
    {
        Lifting.Rule<Square<Right>>(static (op, x) => x.Map(op));
        Lifting.Rule<Square<Off>>(static (op, x) => x.Map(op) * 1.02);
        Lifting.Rule<Square<OneForAll>>(static (op, x) => x[..1].Map(op).Expand(x.Shape));
        Lifting.Rule<Square<Severed>>(static (op, x) => x.StopGradient().Map(op));
        Lifting.Rule<Square<SecondSevered>>(static (op, x) => x * x.StopGradient() * 2 - (x * x).StopGradient());
        foreach (Func<GradientCase, string?> check in new Func<GradientCase, string?>[] { LiftingCheck.Values, LiftingCheck.Gradients, LiftingCheck.SecondGradients, LiftingCheck.Nested, LiftingCheck.Nothing })
        {
            Assert.Null(check(Of<Right>()));
            Assert.Null(check(Of<ByForm>()));
        }
        Assert.Matches(@"^square, input 0 mapped: result 0 \[3, 4\], element \d+: \S+, the loop gives \S+$", LiftingCheck.Values(Of<Off>()));
        Assert.NotNull(LiftingCheck.Values(Of<OneForAll>()));
        Assert.Null(LiftingCheck.Values(Of<Severed>()));
        Assert.NotNull(LiftingCheck.Gradients(Of<Severed>()));
        Assert.Null(LiftingCheck.Values(Of<SecondSevered>()));
        Assert.Contains("result 1", LiftingCheck.Gradients(Of<SecondSevered>()), StringComparison.Ordinal);      // the second derivative: the first is right
    }

    [Fact]
    public void A_line_that_gives_another_shape_or_dtype_is_told()
    {
        Tensor x = Tensor.Ones([Examples, 2]);
        Lifting.Rule<Square<Shapeless>>(static (op, x) => x.Map(op).Sum(0));
        Assert.Equal("vectorise: the line of 'square' in Lifting gives float32 [2] for 3 examples; it must give float32 [3, 2]", Message<Shapeless>(x));
        Lifting.Rule<Square<Shapeless>>(static (op, x) => x.Map(op).To(DType.Float64));
        Assert.Equal("vectorise: the line of 'square' in Lifting gives float64 [3, 2] for 3 examples; it must give float32 [3, 2]", Message<Shapeless>(x));
    }

    [Fact]
    public void The_last_that_was_said_of_an_op_holds()
    {
        Tensor x = Tensor.Full([Examples], 2);
        Assert.Equal([4, 4, 4], Squares());
        Lifting.RuleOfMany<Square<Replaced>>(static (op, x) => x[0].Map(op) + x.Examples);
        Assert.Equal([7, 7, 7], Squares());
        Lifting.NoLifting<Square<Replaced>>("so it was stated");
        Assert.False(Lifting.HasRule(typeof(Square<Replaced>)));
        Assert.Equal("so it was stated", Lifting.WhyNoLifting(typeof(Square<Replaced>)));
        Assert.Equal("vectorise: 'square' cannot be applied to many examples at once: so it was stated", Message<Replaced>(x));
        Lifting.Rule<Square<Replaced>>(static (op, x) => x.Map(op));
        Assert.Null(Lifting.WhyNoLifting(typeof(Square<Replaced>)));
        Assert.Equal([4, 4, 4], Squares());

        float[] Squares() => Vectorise<Replaced>()(x).ToArray<float>();
    }

    private static Func<Tensor, Tensor> Vectorise<TLine>() => Autograd.Vectorisation.Vectorise((Tensor x) => x.Map(default(Square<TLine>)));

    private static string Message<TLine>(Tensor x) => Assert.Throws<TensorException>(() => Vectorise<TLine>()(x)).Message;

    private static GradientCase Of<TLine>()
    {
        Rules.Rule(default(Square<TLine>), static (gy, x, y) => gy * x * 2);
        return new GradientCase("square", x => x[0].Map(default(Square<TLine>)), [Points.Normal("planted", 4)]);
    }

    private readonly struct Square<TLine> : IUnaryOp
    {
        public static string Name => "square";

        public static OpRecord Record => new(-3, 3);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x;

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * x;
    }

    private readonly struct Right;

    private readonly struct ByForm;

    private readonly struct Off;

    private readonly struct OneForAll;

    private readonly struct Severed;

    private readonly struct SecondSevered;

    private readonly struct Shapeless;

    private readonly struct Replaced;
}
