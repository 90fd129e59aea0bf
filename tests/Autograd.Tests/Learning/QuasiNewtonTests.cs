using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>What L-BFGS remembers, and what it does where functions do not behave.</summary>
public sealed class QuasiNewtonTests
{
    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1e-15, 0)]
    [InlineData(1e-12, 1)]
    [InlineData(2, 1)]
    public void Steps_are_remembered_where_the_function_curves_upwards(double curvature, int count)
    {
        var pairs = new CurvaturePairs(3, 2);
        pairs.Add(At([0, 0], [0, 1]), At([1, 0], [curvature, 0]));      // y·y is near 1
        Assert.Equal(count, pairs.Count);
    }

    [Fact]
    public void The_oldest_step_goes()
    {
        var pairs = new CurvaturePairs(2, 1);
        foreach (double curvature in new[] { 5.0, 4, 2 }) pairs.Add(At([0], [0]), At([1], [curvature]));
        Assert.Equal(2, pairs.Count);
        double[] direction = [0];
        pairs.Descend([6], [], direction);
        Assert.Equal(-3, direction[0], 1e-15);
        pairs.Clear();
        pairs.Descend([6], [], direction);
        Assert.Equal(-6, direction[0]);
    }

    /// <summary>s·y is 2, but -1 in the second variable alone.</summary>
    [Fact]
    public void A_pair_without_curvature_in_the_free_variables_only_scales()
    {
        var pairs = new CurvaturePairs(2, 2);
        pairs.Add(At([0, 0], [0, 0]), At([1, 1], [3, -1]));
        double[] direction = [0, 0];
        pairs.Descend([10, 5], [0, 1], direction);
        Assert.Equal(-1, direction[1], 1e-15);
    }

    /// <summary>Each gradient is normal to all before, and so to every direction, and as long; the value falls by less than its rounding.</summary>
    [Fact]
    public void It_stops_where_it_gets_nowhere()
    {
        const double Length = 2e-6;
        int evaluations = 0;
        Optimum optimum = new Lbfgs().Minimise(
            x =>
            {
                double[] gradient = new double[x.Count];
                gradient[evaluations++] = Length;
                return (1 - evaluations * 1.2e-16, Tensor.From(gradient, [x.Count]));
            },
            Tensor.Zeros([40], DType.Float64));
        Assert.Equal((StopReason.NoProgress, 10, 11), (optimum.Why, optimum.Iterations, optimum.Evaluations));
    }

    [Fact]
    public void Inside_a_box_no_point_outside_is_asked()
    {
        int evaluations = 0;
        Optimum optimum = new Lbfgs().MinimiseInBox(
            x =>
            {
                evaluations++;
                Assert.All(x.ToArray<double>(), number => Assert.InRange(number, 0, 1));
                return ((x - 0.5).Square().Sum().Item(), 2 * (x - 0.5));
            },
            Tensor.From(-7.0, 0.25, 9),
            0,
            1);
        Assert.Equal([0.5, 0.5, 0.5], optimum.X.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal([0, 0.25, 1], new Lbfgs { MaxIterations = 0 }.MinimiseInBox(x => x.Square().Sum(), Tensor.From(-7.0, 0.25, 9), 0, 1).X.ToArray<double>());
        Assert.True(evaluations > 0);
    }

    /// <summary>After the first step the function is a wall for as long as one search lasts: the next one, along the gradient, ends at the minimum.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_failed_search_is_tried_once_more_along_the_gradient(bool inBox)
    {
        const int Accepted = 2, OneSearch = 31;
        Tensor weight = Tensor.From(1.0, 4), start = Tensor.From(1.0, 1);
        int evaluations = 0, trials = inBox ? OneSearch - 1 : OneSearch;
        (double Value, Tensor Gradient) Function(Tensor x) =>
            (++evaluations > Accepted && evaluations <= Accepted + trials ? 1e9 : (0.5 * weight * x.Square()).Sum().Item(), weight * x);
        Optimum optimum = inBox ? new Lbfgs().MinimiseInBox(Function, start, -5, 5) : new Lbfgs().Minimise(Function, start);
        Assert.Equal(StopReason.Gradient, optimum.Why);
        Assert.True(evaluations > Accepted + trials);
        Assert.True(optimum.X.Abs().Max().Item() < 1e-5);
    }

    private static Iterate At(double[] x, double[] gradient)
    {
        var point = new Iterate(x);
        gradient.CopyTo(point.Gradient, 0);
        return point;
    }
}
