using System.Numerics;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>What is said last of an op holds, wherever it is used: alone, or as the activation of a dense layer.</summary>
public sealed class RuleTests
{
    [Fact]
    public void The_last_rule_of_an_op_holds()
    {
        Rules.Rule(default(Replaced), static (gy, y) => gy * 2);
        Assert.Equal(2, Slope());
        Assert.Equal(2, AffineSlope());

        Rules.Rule(default(Replaced), static (gy, y) => gy * 3);
        Assert.Equal(3, Slope());
        Assert.Equal(3, AffineSlope());

        Rules.Rule(default(Replaced), static (gy, x, y) => gy * 4);
        Assert.Equal(4, Slope());
        Assert.Contains("does not keep", Assert.Throws<TensorException>(() => AffineSlope()).Message, StringComparison.Ordinal);

        Rules.NoGradient<Replaced>("so it was stated");
        Assert.False(Rules.HasRule(typeof(Replaced)));
        Assert.Contains("so it was stated", Assert.Throws<TensorException>(() => Slope()).Message, StringComparison.Ordinal);

        Rules.Rule(default(Replaced), static (gy, x, y) => gy * 5);
        Assert.Null(Rules.WhyNoGradient(typeof(Replaced)));
        Assert.Equal(5, Slope());
    }

    private static double Slope()
    {
        Tensor x = Tensor.Scalar(1, DType.Float64).Track();
        return x.Map(default(Replaced)).Backward()[x].Item();
    }

    private static double AffineSlope()
    {
        Tensor x = Tensor.Ones([1, 1], DType.Float64).Track(), one = Tensor.Ones([1, 1], DType.Float64), zero = Tensor.Zeros([1], DType.Float64);
        return x.Affine(one, zero, default(Replaced)).Backward()[x].Item();
    }

    private readonly struct Replaced : IUnaryOp
    {
        public static string Name => "replaced";

        public static OpRecord Record => new(-1, 1);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
    }
}
