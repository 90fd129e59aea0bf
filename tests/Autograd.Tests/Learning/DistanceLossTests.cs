using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Losses on distributions, distances, margins and angles; against PyTorch in <see cref="TorchTests"/>.</summary>
public class DistanceLossTests
{
    private static Tensor N(string name, params int[] sizes) => Stream(name).Normal(sizes, dtype: DType.Float64);

    [Fact]
    public void Gradients_are_derivatives_to_second_order()
    {
        Parameter x = new("x", N("x", 3, 4)), y = new("y", N("y", 3, 4));
        Tensor labels = Tensor.From(2, 0, 3), signs = N("signs", 3, 4).Sign();
        Assert.Null(LayerCheck.Both("nll", () => Loss.NegativeLogLikelihood(x.Value.LogSoftMax(), labels), x));
        Assert.Null(LayerCheck.Both("kl", () => Loss.KullbackLeibler(x.Value.LogSoftMax(), y.Value.LogSoftMax()), x, y));
        Assert.Null(LayerCheck.Both("smoothed", () => Loss.SmoothedCrossEntropy(x.Value, labels, 0.2), x));
        Assert.Null(LayerCheck.Both("huber", () => Loss.Huber(x.Value, y.Value, 0.8), x, y));
        Assert.Null(LayerCheck.Both("absolute", () => Loss.MeanAbsoluteError(x.Value, y.Value), x, y));
        Assert.Null(LayerCheck.Both("hinge", () => Loss.Hinge(x.Value, signs), x));
        Assert.Null(LayerCheck.Both("cosine", () => Loss.CosineSimilarity(x.Value, y.Value), x, y));
    }

    [Fact]
    public void The_log_likelihood_of_log_softmax_is_the_cross_entropy()
    {
        Tensor x = N("x", 2, 3, 5) * 100, labels = Stream("labels").Integers([2, 3], 5);
        Assert.Equal(Loss.CrossEntropy(x, labels).Item(), Loss.NegativeLogLikelihood(x.LogSoftMax(), labels).Item(), 1e-12);
        Assert.Equal(Loss.CrossEntropy(x, labels).Item(), Loss.SmoothedCrossEntropy(x, labels, 0).Item());
        Tensor targets = Tensor.OneHot(labels, 5, DType.Float64) * 0.7 + 0.3 / 5;
        Assert.Equal(Loss.CrossEntropy(x, targets).Item(), Loss.SmoothedCrossEntropy(x, labels, 0.3).Item(), 1e-10);
        Assert.All(Loss.SmoothedCrossEntropy((x * 1e4).Track(), labels, 0.3).Flatten().Numbers(), number => Assert.True(double.IsFinite(number)));
    }

    [Fact]
    public void Divergence_is_0_of_itself_above_0_of_others_and_ignores_classes_that_p_rules_out()
    {
        Tensor p = N("p", 4, 5).LogSoftMax(), q = N("q", 4, 5).LogSoftMax();
        Assert.Equal(0, Loss.KullbackLeibler(p, p).Item());
        Assert.True(Loss.KullbackLeibler(p, q).Item() > 0);
        double entropy = -(p.Exp() * p).Sum(-1).Mean().Item();
        Assert.Equal(Loss.CrossEntropy(q, p.Exp()).Item() - entropy, Loss.KullbackLeibler(p, q).Item(), 1e-13);
        Tensor hard = Tensor.From([0, double.NegativeInfinity, double.NegativeInfinity], [1, 3]).Track(), other = Tensor.From([Math.Log(0.25), double.NegativeInfinity, Math.Log(0.75)], [1, 3]).Track();
        Tensor loss = Loss.KullbackLeibler(hard, other);
        Assert.Equal(Math.Log(4), loss.Item(), 1e-15);
        Assert.Equal([-1, 0, 0], loss.Backward()[other].Numbers());
        Assert.All(loss.Backward()[hard].Numbers(), number => Assert.True(double.IsFinite(number)));
        Assert.True(double.IsPositiveInfinity(Loss.KullbackLeibler(other, hard).Item()));      // p has what q rules out
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0.125)]
    [InlineData(-2, 2)]
    [InlineData(3, 4.5)]
    [InlineData(10, 25.5)]
    [InlineData(-10, 25.5)]
    public void Huber_is_a_parabola_that_goes_on_straight(double error, double expected)
    {
        const double Delta = 3;
        Tensor x = Tensor.From(error).Track(), loss = Loss.Huber(x, Tensor.From(0.0), Delta);
        Assert.Equal(expected, loss.Item(), 1e-14);
        Assert.Equal(Math.Clamp(error, -Delta, Delta), loss.Backward()[x].Item(), 1e-14);
    }

    [Fact]
    public void Hinge_costs_what_lacks_to_the_margin()
    {
        Tensor scores = Tensor.From(2, 0.5, -1, 1).Track(), targets = Tensor.From(1.0, 1, 1, -1), loss = Loss.Hinge(scores, targets);
        Assert.Equal((0 + 0.5 + 2 + 2) / 4, loss.Item(), 1e-15);
        Assert.Equal([0, -0.25, -0.25, 0.25], loss.Backward()[scores].Numbers());
        Assert.Equal(0.5 / 4, Loss.Hinge(scores, Tensor.From(1.0, 1, -1, 1), margin: 0.5 + 0.5).Item(), 1e-15);
    }

    [Fact]
    public void A_cosine_does_not_depend_on_lengths_and_is_0_for_nothing()
    {
        Tensor x = N("x", 3, 4), y = N("y", 3, 4);
        double[] cosine = Loss.CosineSimilarity(x, y).Numbers();
        Near(cosine, Loss.CosineSimilarity(x * 1e3, y * 1e-3).Numbers(), 1e-14);
        Near([1, 1, 1], Loss.CosineSimilarity(x, x * 2).Numbers(), 1e-14);
        Near([-1, -1, -1], Loss.CosineSimilarity(x, -x).Numbers(), 1e-14);
        Tensor nothing = Tensor.Zeros([3, 4], DType.Float64).Track(), none = Loss.CosineSimilarity(nothing, y);
        Assert.Equal([0, 0, 0], none.Numbers());
        Assert.All(none.Sum().Backward()[nothing].Flatten().Numbers(), number => Assert.True(double.IsFinite(number)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Tensor x = N("x", 2, 3), labels = Tensor.From(0, 1);
        foreach (Action use in new Action[]
        {
            () => Loss.NegativeLogLikelihood(x, Tensor.From(0, 3)), () => Loss.NegativeLogLikelihood(x, Tensor.From(0, 1, 2)), () => Loss.NegativeLogLikelihood(x.Sum(), labels),
            () => Loss.KullbackLeibler(x, x[0]), () => Loss.SmoothedCrossEntropy(x, labels, 1.5), () => Loss.SmoothedCrossEntropy(x, labels, double.NaN), () => Loss.Huber(x, x, 0),
            () => Loss.Huber(x, x[0]), () => Loss.Hinge(x, x[0]), () => Loss.CosineSimilarity(x.Sum(), x.Sum()), () => Loss.CosineSimilarity(x, x, 0), () => Loss.MeanAbsoluteError(x, x.Transpose()),
        })
        {
            Assert.Throws<TensorException>(use);
        }
    }
}
