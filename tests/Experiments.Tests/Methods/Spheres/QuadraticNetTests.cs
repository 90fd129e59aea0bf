using DeepPuzzles.Experiments.Methods.Spheres;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Spheres;

public sealed class QuadraticNetTests
{
    private static readonly ConcentricSpheres s_spheres = new(12);

    [Fact]
    public void Examples_lie_on_their_spheres_half_on_each()
    {
        (Tensor points, Tensor classes) = s_spheres.Draw(new RandomStream(1, "examples"), 4000, DType.Float64);
        double[] lengths = points.Square().Sum(1).Sqrt().ToArray<double>(), of = classes.ToArray<double>();
        Assert.All(lengths.Zip(of), pair => Assert.Equal(pair.Second == 1 ? 1.3 : 1, pair.First, 1e-12));
        Assert.Equal(0.5, of.Average(), 0.04);
        Assert.Throws<TensorException>(() => new ConcentricSpheres(12, 1));
        Assert.Throws<TensorException>(() => new ConcentricSpheres(1));
    }

    [Fact]
    public void The_ellipsoid_gives_the_answers_of_the_net()
    {
        var net = new QuadraticNet(12, 24, new RandomStream(1, "weights"), DType.Float64);
        Ellipsoid shape = net.Ellipsoid();
        Tensor points = s_spheres.OnUnitSphere(new RandomStream(2, "points"), 300, DType.Float64);
        double[][] own = [.. shape.InOwnAxes(points).ToArray<double>().Chunk(12)];
        foreach ((double radius, QuadraticErrors errors, bool above) in new[] { (1.0, shape.Inner, true), (1.3, shape.Outer(), false) })
        {
            double[] logits = net.Forward(radius * points).ToArray<double>();
            Assert.Equal(logits, net.Logits(radius * points).ToArray<double>());
            for (int i = 0; i < own.Length; i++)
            {
                Assert.Equal(radius * radius * own[i].Zip(shape.Alphas, (z, a) => a * z * z).Sum() - 1, logits[i], 1e-9);   // b is -1
                Assert.Equal(errors.Contains(own[i]), logits[i] > 0 == above);
            }
        }
        Assert.Equal(points.ToArray<double>().Select(x => Math.Round(x, 9)), shape.InSpace(shape.InOwnAxes(points)).ToArray<double>().Select(x => Math.Round(x, 9)));
        Assert.Equal(shape.Alphas.Count(a => a is > 1 or < 1 / 1.69), shape.WrongDirections());
    }

    [Fact]
    public void The_perfect_classifier_has_no_error_and_a_wrong_direction_makes_some()
    {
        double[] alphas = [.. Enumerable.Repeat(0.8, 12)];
        Ellipsoid perfect = QuadraticNet.Of(alphas).Ellipsoid();
        Assert.Equal((0, 0, 0), (perfect.WrongDirections(), perfect.Inner.Rate(), perfect.Outer().Rate()));
        alphas[3] = 1.1;
        alphas[4] = 0.5;
        Ellipsoid wrong = QuadraticNet.Of(alphas).Ellipsoid();
        Assert.Equal(2, wrong.WrongDirections());
        Assert.InRange(wrong.Inner.Rate(), 1e-12, 1e-2);
        Assert.InRange(wrong.Outer().Rate(), 1e-12, 1e-2);
        Assert.Throws<TensorException>(() => QuadraticNet.Of([1, -1]));
    }

    [Theory]
    [InlineData(2, 0.01)]
    [InlineData(12, 0.01)]
    [InlineData(12, 0.6)]
    public void The_bias_can_be_moved_to_any_error_rate(int n, double rate)
    {
        Ellipsoid shape = new QuadraticNet(n, 2 * n, new RandomStream(4, "weights"), DType.Float64).Ellipsoid().WithInnerRate(rate);
        Assert.Equal(rate, shape.Inner.Rate(), 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape.WithInnerRate(0));
    }

    [Fact]
    public void An_ascent_that_cannot_be_is_refused_in_a_line()
    {
        Action[] wrong =
        [
            () => _ = new SphereAttack { Restarts = -1 }, () => _ = new SphereAttack { StepCount = -1 }, () => _ = new SphereAttack { StepSize = double.NaN },
            () => _ = new SphereAttack { StepSize = -1 }, () => _ = new SphereAttack { RestartDistance = double.PositiveInfinity },
        ];
        Assert.All(wrong, act => Assert.DoesNotContain('\n', Assert.Throws<TensorException>(act).Message));
    }

    // The errors of x ↦ a·x - c are a cap: the nearest one lies along a, at the angle between the point and the cap's edge.
    [Fact]
    public void On_a_cap_the_ascent_finds_the_nearest_error_and_never_leaves_the_sphere()
    {
        const double Height = 0.7;
        Tensor axis = s_spheres.OnUnitSphere(new RandomStream(8, "axis"), 1, DType.Float64).Squeeze(0), points = s_spheres.OnUnitSphere(new RandomStream(9, "points"), 30, DType.Float64);
        double[] found = new SphereAttack { StepSize = 0.01, StepCount = 400 }.Distances(Logits, points, new RandomStream(1, "none"));
        double[] heights = points.MatMul(axis).ToArray<double>();
        for (int i = 0; i < found.Length; i++) Assert.Equal(2 * Math.Sin((Math.Acos(heights[i]) - Math.Acos(Height)) / 2), found[i], 2e-3);
        Tensor worst = new SphereAttack { StepSize = 0.1, StepCount = 60 }.Worst(Logits, points);
        Assert.All(worst.Square().Sum(1).ToArray<double>(), length => Assert.Equal(1, length, 1e-12));
        Assert.All(worst.MatMul(axis).ToArray<double>(), height => Assert.Equal(1, height, 0.01));
        Assert.All(new SphereAttack { StepCount = 3 }.Distances(x => Logits(x) - 2, points, new RandomStream(1, "none")), d => Assert.Equal(double.PositiveInfinity, d));

        Tensor Logits(Tensor x) => x.MatMul(axis) - Height;
    }
}
