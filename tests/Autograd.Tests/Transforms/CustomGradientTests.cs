using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Differentiation;

namespace DeepPuzzles.Autograd.Tests.Transforms;

/// <summary>A gradient that somebody says: right ones keep every law, others are followed to the letter in every mode and order.</summary>
public sealed class CustomGradientTests
{
    // ln(1 + e^x) with a gradient that does not overflow; and a product of matrices with both of its gradients.
    private static readonly Func<Tensor, Tensor> s_softplus = CustomGradient(x => (x.Exp() + 1).Log(), (gy, x, y) => gy * (1 - (-y).Exp()));

    private static readonly Func<Tensor[], Tensor> s_product = CustomGradient(
        (Tensor[] x) => x[0].MatMul(x[1]), (gy, x, y) => [gy.MatMul(x[1].Transpose()), x[0].Transpose().MatMul(gy)]);

    private static readonly GradientCase[] s_cases =
    [
        new("custom softplus", x => s_softplus(x[0]), [Points.Normal("custom a", 3, 4)]),
        new("custom softplus of a transposed leaf", x => s_softplus(x[0]), [Points.Normal("custom b", 3, 4).Transpose()]),
        new("custom product", s_product, [Points.Normal("custom c", 3, 4), Points.Normal("custom d", 4, 2)]),
        new("custom product of x and x", x => s_product([x[0], x[0]]), [Points.Normal("custom e", 3, 3)]),
        new("custom, nested", x => s_softplus(s_softplus(x[0]) * x[0]), [Points.Normal("custom f", 5)]),
    ];

    [Fact]
    public void A_custom_gradient_that_is_the_derivative_keeps_every_law()
    {
        foreach (GradientCase check in s_cases)
        {
            foreach (Func<GradientCase, string?> law in new[] { GradientCheck.First, GradientCheck.Second, TransformCheck.Forward, TransformCheck.Adjoint, TransformCheck.SecondOrder })
                Assert.Null(law(check));
        }
    }

    [Fact]
    public void One_that_is_not_is_told_from_one_that_is()
    {
        Func<Tensor, Tensor> planted = CustomGradient(x => x.Sin(), (gy, x, y) => gy * x.Cos() * 1.02);
        GradientCase check = new("planted", x => planted(x[0]), [Points.Normal("planted", 4)]);
        Assert.NotNull(GradientCheck.First(check));
        Assert.NotNull(TransformCheck.Forward(check));
        Assert.Null(TransformCheck.Adjoint(check));
    }

    [Fact]
    public void A_straight_through_estimator_passes_the_gradient_in_both_modes()
    {
        Func<Tensor, Tensor> round = CustomGradient(x => x.To(DType.Int32).To(x.DType), (gy, x, y) => gy);
        Tensor x = Tensor.From(1.7, -2.3), u = Tensor.From(0.5, 3);
        Assert.Equal([1, -2], round(x).ToArray<double>());
        Assert.Equal([1, 1], Gradient(z => round(z).Sum())(x).ToArray<double>());
        Assert.Equal(u.ToArray<double>(), Jvp(round, x, u).Dy.ToArray<double>());
        // (round x)² has the slope 2·round x, and its second derivative is that of 2·round x along the same path: 2.
        Assert.Equal([2, 2], HessianVector(z => round(z).Square().Sum(), x, Tensor.Ones([2], DType.Float64)).ToArray<double>());
    }

    [Fact]
    public void Feedback_alignment_sends_gradients_back_through_a_matrix_of_its_own()
    {
        var w = new Parameter("w", Points.Normal("w", 3, 2));
        var b = new Parameter("b", Points.Normal("b", 2, 3));
        Func<Tensor[], Tensor> layer = CustomGradient(
            (Tensor[] x) => x[0].MatMul(x[1]), (gy, x, y) => [gy.MatMul(b.Value), x[0].Transpose().MatMul(gy)]);
        Tensor x = Points.Normal("x", 4, 3).Track(), y = layer([x, w.Value]), gy = Points.Normal("gy", 4, 2);
        Gradients gradients = y.Backward(gy, createGraph: true);
        Assert.Equal(gy.MatMul(b.Value).ToArray<double>(), gradients[x].ToArray<double>());
        Assert.Equal(x.Transpose().MatMul(gy).ToArray<double>(), gradients[w].ToArray<double>());
        Assert.Equal(new double[6], gradients[b].ToArray<double>());
        // To second order the backward itself is differentiated, and with it what it reads.
        Learning.Sample.Near(gy.Sum(0).Unsqueeze(1).Expand([2, 3]).ToArray<double>(), gradients[x].Sum().Backward()[b].ToArray<double>(), 1e-12);
    }

    [Fact]
    public void Null_stands_for_no_gradient()
    {
        Func<Tensor[], Tensor> f = CustomGradient((Tensor[] x) => x[0] * x[1], (gy, x, y) => [null, gy]);
        Tensor[] gradients = Gradient((Tensor[] x) => f(x).Sum())([Tensor.From(2.0), Tensor.From(3.0)]);
        Assert.Equal([0, 1], gradients.Select(g => g.Item()));
    }

    [Fact]
    public void Backward_runs_once_for_all_inputs()
    {
        int runs = 0;
        Func<Tensor[], Tensor> f = CustomGradient((Tensor[] x) => x[0] * x[1] * x[2], (gy, x, y) =>
        {
            runs++;
            return [gy, gy, gy];
        });
        Gradient((Tensor[] x) => f(x).Sum())([Tensor.From(2.0), Tensor.From(3.0), Tensor.From(4.0)]);
        Assert.Equal(1, runs);
    }

    [Fact]
    public void Of_constants_it_is_a_constant()
    {
        Assert.False(s_softplus(Tensor.From(1.0)).IsTracked);
        using Tracking.Scope pause = Tracking.Pause();
        Assert.False(s_softplus(Tensor.From(1.0).Track()).IsTracked);
    }

    [Fact]
    public void Misuse_is_told()
    {
        var w = new Parameter("w", Tensor.From(2.0));
        Tensor x = Tensor.From(1.0).Track();
        Assert.Equal(
            "custom gradient: the function reads a tracked tensor, 'w', that is none of its inputs, so no gradient would flow to it; pass it as an input, or call StopGradient() on it",
            Message(() => CustomGradient(z => z * w.Value, (gy, z, y) => gy)(x)));
        Assert.Equal("custom gradient: the gradient at input 0 is float64 [], the input float64 [1]; they must be the same", Message(() => CustomGradient(z => z, (gy, z, y) => gy.Sum())(x).Sum().Backward()));
        Assert.Equal(
            "custom gradient: the backward gives 1 gradients for 2 inputs; give one for each, null where none flows",
            Message(() => CustomGradient((Tensor[] z) => z[0] * z[1], (gy, z, y) => [gy])([x, x]).Sum().Backward()));

        static string Message(Func<object?> misuse) => Assert.Throws<TensorException>(misuse).Message;
    }
}
