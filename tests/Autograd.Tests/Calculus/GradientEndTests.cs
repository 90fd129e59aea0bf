using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Where gradients end: what jumps between floats has the slope 0; what gives positions or truth values has none by statement, and Backward
/// says so, whatever is made of it.</summary>
public sealed class GradientEndTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_ends = new()
    {
        ["argmax"] = x => x.ArgMax(),
        ["argmin"] = x => x.ArgMin(0),
        ["argsort"] = x => x.ArgSort(),
        ["less"] = x => x.Less(2),
        ["less or equal"] = x => x.LessOrEqual(2),
        ["greater"] = x => x > 2,
        ["greater or equal"] = x => 2 <= x,
        ["equal"] = x => x.Equal(x * 2),
        ["not equal"] = x => x.NotEqual(x * 2),
        ["to"] = x => x.To(DType.Int32),
    };

    // What may be made of a result without gradient.
    private static readonly Func<Tensor, Tensor>[] s_after =
    [
        y => y.To(DType.Float64).Sum(),
        y => y.To(DType.Float32).Mean(),
        y => (y.To(DType.Float64).Reshape(-1) * Tensor.From(2.0)).Sum(),
        y => (Tensor.From(2.0) - y.Reshape(-1).To(DType.Float64).Exp()).Sum(),
        y => Tensor.Where(y.Reshape(-1).NotEqual(y.Reshape(-1)), Tensor.From(1.0), Tensor.From(0.0)).Sum(),
        y => Tensor.Concat([Tensor.From(1.0), y.Reshape(-1).To(DType.Float64)]).Sum(),
        y => y.Reshape(-1).To(DType.Float64).SoftMax().Sum(),
    ];

    public static TheoryData<string> Ends => [.. s_ends.Keys];

    private static Tensor X => Tensor.From(1.0, 3, 2).Track("x");

    [Theory]
    [MemberData(nameof(Ends))]
    public void Backward_names_the_op_and_its_reason(string op)
    {
        foreach (Func<Tensor, Tensor> after in s_after)
        {
            Tensor y = after(s_ends[op](X));
            Assert.False(y.IsTracked);
            Assert.Equal(op, y.GradientEnd!.OpName);
            Assert.Empty(y.GradientEnd.Inputs);
            string why = Rules.WhyNoGradient(y.GradientEnd.OpType!) ?? "the result is not float32 or float64";
            string message = Message(() => y.Backward());
            Assert.StartsWith($"backward: no gradient flows through '{op}': {why};", message, StringComparison.Ordinal);
            Assert.Equal(message, Message(() => y.Backward(Tensor.Ones([], y.DType))));
        }
        if (s_ends[op](X) is { Count: 1 } end) Assert.Contains(op, Message(() => end.Backward()), StringComparison.Ordinal);
    }

    /// <summary>Of a function a transform gives the derivative, which is 0 but at jumps.</summary>
    [Theory]
    [MemberData(nameof(Ends))]
    public void Transforms_give_zeros(string op)
    {
        Func<Tensor, Tensor> f = x => s_ends[op](x).To(DType.Float64).Sum();
        Tensor x = Tensor.From(1.0, 3, 2), dx = Tensor.From(1.0, 1, 1);
        Assert.Equal([0, 0, 0], Gradient(f)(x).ToArray<double>());
        Assert.Equal(0, Jvp(f, x, dx).Dy.Item());
        Assert.Equal([0, 0, 0], Jacobian(f, x).ToArray<double>());
        Assert.Equal(new double[9], Hessian(z => f(z) + z.Clamp(0, 2).Sum(), x).ToArray<double>());
    }

    [Fact]
    public void Beside_another_way_it_is_a_zero()
    {
        Tensor x = X, w = Tensor.Scalar(2, DType.Float64).Track("w");
        Tensor y = (x.Greater(1).To(DType.Float64) * w).Sum();
        Assert.Null(y.GradientEnd);
        Gradients gradients = y.Backward();
        Assert.Equal([0, 0, 0], gradients[x].ToArray<double>());
        Assert.Equal(2, gradients[w].Item());
    }

    /// <summary>Only an op that ends gradients is named: not a constant, not a pause, and not what follows of a tracked tensor again.</summary>
    [Fact]
    public void Elsewhere_nothing_is_named()
    {
        Assert.Null(Tensor.From(1.0, 2).ArgMax().GradientEnd);
        Assert.Null(X.GradientEnd);
        Assert.Null(X.Greater(1).To(DType.Float64).Track().GradientEnd);
        Assert.Null(X.StopGradient().Sum().GradientEnd);
        using (Tracking.Pause())
        {
            Assert.Null((X * 2).GradientEnd);
            Assert.Null(X.ArgMax().GradientEnd);
        }
    }

    [Fact]
    public void The_generic_line_names_the_likely_causes()
    {
        var w = new Parameter("w", Tensor.From(1.0)) { IsFrozen = true };
        string message = Message(() => (w.Value * 2).Sum().Backward());
        foreach (string cause in new[] { "use the tensor that Track() returns", "frozen", "Predict", "createGraph: true" }) Assert.Contains(cause, message, StringComparison.Ordinal);
    }

    /// <summary>It changes nothing where it is called, and cuts what it is called on.</summary>
    [Fact]
    public void Track_returns_a_leaf_and_leaves_its_receiver()
    {
        Tensor constant = Tensor.From(3.0), x = constant.Track("x"), h = (x * x).Track("h");
        Assert.False(constant.IsTracked);
        Gradients gradients = (h * 2).Sum().Backward();
        Assert.Equal([2.0], gradients[h].ToArray<double>());
        Assert.Equal([0.0], gradients[x].ToArray<double>());
        Assert.EndsWith("use the tensor that Track() returns", Message(() => gradients[constant]), StringComparison.Ordinal);
        Tensor result = x * x;
        Assert.Equal([2.0], (result * 2).Sum().Backward([result])[result].ToArray<double>());
        Assert.Equal([12.0], (result * 2).Sum().Backward()[x].ToArray<double>());
    }

    /// <summary>As its documentation says: a number that was read is a constant.</summary>
    [Fact]
    public void Item_is_a_constant_to_the_derivative() =>
        Assert.Equal(3, Gradient(x => x * x.Item())(Tensor.Scalar(3, DType.Float64)).Item());

    private static string Message(Action action) => Assert.Throws<TensorException>(action).Message;

    private static string Message(Func<object?> action) => Assert.Throws<TensorException>(action).Message;
}
