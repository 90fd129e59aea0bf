using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Vectorisation;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>What a vectorised function may not do, and what it is told.</summary>
public sealed class VectoriseErrorTests
{
    private static readonly Tensor s_x = Tensor.From(new[,] { { 1.0, 2 }, { 3, -4 }, { 5, 6 } });

    [Fact]
    public void Reading_a_value_is_refused()
    {
        foreach ((string member, Func<Tensor, Tensor> read) in new (string, Func<Tensor, Tensor>)[]
        {
            ("Item", x => x.Sum().Item() > 0 ? x : -x), ("Item", x => x * x.StopGradient().ArgMax(0).Item()), ("ToArray", x => Tensor.From(x.ToArray<double>())),
            ("Item", x => x * Paused(x)), ("Parameter", x => new Parameter("p", x).Value), ("Parameter.Update", x => Updated(p => p.Update(x))),
            ("Parameter.Update", x => Updated(p => p.Update(default(Add), x))), ("Parameter.Step", x => Updated(p => p.Step(new Descent(new Pace(1)), x))),
        })
        {
            string message = Assert.Throws<TensorException>(() => Vectorise(read)(s_x.Track())).Message;
            Assert.StartsWith($"vectorise: the function calls {member} on ", message, StringComparison.Ordinal);
            Assert.EndsWith("which depends on its mapped input: the value of one example would decide for all; branch with Tensor.Where, and read what Vectorise returns", message, StringComparison.Ordinal);
        }

        static double Paused(Tensor x)
        {
            using Tracking.Scope pause = Tracking.Pause();
            return x.Exp().Sum().Item();
        }

        static Tensor Updated(Action<Parameter> update)
        {
            var parameter = new Parameter("p", Tensor.Zeros([2], DType.Float64));
            update(parameter);
            return parameter.Value;
        }
    }

    [Fact]
    public void What_leaves_the_function_is_told()
    {
        Tensor? left = null;
        Vectorise((Tensor x) => left = x.Exp())(s_x);
        Assert.Equal("<float64 [2], of another value for each example of a function that is vectorised>", left!.ToString());
        Assert.Throws<TensorException>(() => (left + 1).Sum().Item());
        Assert.Equal("vectorise: 'example' cannot be applied to many examples at once: it is an example of a function that was vectorised before, and left it", Message(() => Vectorise((Tensor x) =>
        {
            Vectorise((Tensor row) => left = row * 2)(x);
            return left!;
        })(s_x)));
    }

    [Fact]
    public void Misuse_is_told()
    {
        Assert.Equal("vectorise: input 0 is a single number; a mapped input is [n, ...], one that all examples share is not mapped", Message(() => Vectorise((Tensor x) => x)(s_x.Sum())));
        Assert.Equal("vectorise: inputs 0 and 1 are [3, 2] and [2]; mapped inputs must have as many examples along axis 0", Message(() => Vectorise((x, y) => x + y)(s_x, s_x[0])));
        Assert.Equal("vectorise: no input is mapped, so there is nothing to go along; call the function itself", Message(() => Vectorise((x, y) => x + y, false, false)));
        Assert.Equal("vectorise: no inputs were given, so there is nothing to go along", Message(() => Vectorise((Tensor[] x) => x)([])));
        Assert.Equal("vectorise: 1 inputs were given; which are mapped was said of 2", Message(() => Vectorise((Tensor[] x) => x, true, false)([s_x])));
        Assert.Contains("label 7", Message(() => Tensor.OneHot(Tensor.From(0, 7), 3)), StringComparison.Ordinal);
        Assert.Matches("vectorise: 'scatter-add' of 2 examples at once: scatter-add: .*7", Message(() => Vectorise((Tensor label) => Tensor.OneHot(label, 3))(Tensor.From(0, 7))));
        Assert.Equal("vectorise: 'reshape' of 2 examples at once: shape: 9 axes; a tensor has at most 8", Message(() => Vectorise((Tensor x) => x.Unsqueeze(0))(Tensor.Ones([2, 1, 1, 1, 1, 1, 1, 1]))));
    }

    private static string Message(Func<object?> misuse) => Assert.Throws<TensorException>(misuse).Message;
}
