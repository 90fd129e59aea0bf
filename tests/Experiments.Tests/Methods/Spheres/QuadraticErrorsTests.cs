using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Spheres;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Spheres;

public sealed class QuadraticErrorsTests
{
    private const int Draws = 200_000;

    private static readonly double[] s_wide = [.. Enumerable.Range(0, 30).Select(i => -0.9 + 0.055 * i)], s_rare = [.. Enumerable.Range(0, 30).Select(i => -0.9 + 0.0412 * i)];

    [Theory]
    [InlineData(0.0)]
    [InlineData(-0.1)]
    [InlineData(-0.25)]
    [InlineData(0.2)]
    public void The_formula_agrees_with_random_points(double shift)
    {
        double[] beta = [.. s_wide.Select(b => b + shift)];
        var errors = new QuadraticErrors(beta);
        double[] normals = new RandomStream(3, "points").Normal([Draws, beta.Length], dtype: DType.Float64).ToArray<double>();
        double share = normals.Chunk(beta.Length).Count(u => errors.Contains(u)) / (double)Draws, rate = errors.Rate();
        Assert.True(rate > 1e-3);
        Assert.Equal(rate, share, 5 * Math.Sqrt(rate * (1 - rate) / Draws));
        Assert.Equal(errors.IntegratedRate(), share, 5 * Math.Sqrt(rate * (1 - rate) / Draws));
    }

    // P(g₁² > (g₂² + … + gₙ²)·c) by Student's t: where the formula stands on one coefficient, and where none of its terms is small.
    [Theory]
    [InlineData(11, 0.3)]
    [InlineData(11, 2)]
    [InlineData(41, 0.5)]
    public void One_positive_coefficient_is_a_tail_of_t(int n, double c)
    {
        var errors = new QuadraticErrors([1, .. Enumerable.Repeat(-c, n - 1)]);
        double exact = StudentDistribution.TwoSided(Math.Sqrt(c * (n - 1)), n - 1);
        Assert.Equal(1, errors.IntegratedRate() / exact, 1e-8);
        Assert.Equal(1, errors.Rate() / exact, 0.17);
    }

    [Fact]
    public void The_formula_follows_the_integral_into_the_tail_where_the_central_limit_theorem_does_not()
    {
        var errors = new QuadraticErrors([.. s_rare.Select(b => b - 0.15)]);
        double exact = errors.IntegratedRate();
        Assert.InRange(exact, 1e-13, 1e-7);
        Assert.Equal(1, errors.Rate() / exact, 0.1);
        Assert.True(errors.NormalRate() > 100 * exact);
        Assert.Equal(1, errors.Rate() + new QuadraticErrors([.. errors.Beta.Select(b => -b)]).Rate(), 1e-9);
    }

    [Fact]
    public void Near_the_mean_the_formula_has_no_hole()
    {
        double mean = s_wide.Average();
        double[] rates = [.. new[] { -1e-4, -1e-7, -1e-9, 0, 1e-9, 1e-7, 1e-4 }.Select(d => new QuadraticErrors([.. s_wide.Select(b => b - mean + d)]).Rate())];
        Assert.Equal(rates.Order(), rates);
        Assert.All(rates, rate => Assert.Equal(rates[3], rate, 1e-3));
        Assert.Equal(new QuadraticErrors([.. s_wide.Select(b => b - mean)]).IntegratedRate(), rates[3], 1e-3);
    }

    [Fact]
    public void In_two_dimensions_the_rate_is_an_angle_and_without_a_sign_change_it_is_all_or_nothing()
    {
        Assert.Equal(0.5, new QuadraticErrors([1, -1]).Rate(), 1e-12);
        Assert.Equal(1.0 / 3, new QuadraticErrors([1, -3]).Rate(), 1e-12);
        var none = new QuadraticErrors([-1, 0, -2]);
        Assert.Equal((0, 0, 0), (none.Rate(), none.IntegratedRate(), none.NormalRate()));
        Assert.Null(none.Nearest([1, 0, 0]));
        Assert.Equal(double.PositiveInfinity, none.Distance([1, 0, 0]));
        Assert.Equal(1, new QuadraticErrors([1, 0]).Rate());
        Assert.Throws<ArgumentException>(() => new QuadraticErrors([0, 0]));
    }

    [Fact]
    public void The_nearest_point_lies_on_the_surface_and_no_point_of_a_search_is_nearer()
    {
        double[] beta = [0.3, -0.2, -1];
        var errors = new QuadraticErrors(beta);
        foreach (double[] z in new RandomStream(5, "points").Normal([20, 3], dtype: DType.Float64).ToArray<double>().Chunk(3).Select(Unit))
        {
            double[] x = errors.Nearest(z)!;
            Assert.Equal(1, x.Sum(v => v * v), 1e-12);
            if (errors.Contains(z))
            {
                Assert.Equal(z, x);
                continue;
            }
            Assert.Equal(0, x.Zip(beta, (v, b) => b * v * v).Sum(), 1e-12);
            double best = double.PositiveInfinity;                  // the cone's rim, by its angle around the first axis
            for (int i = 0; i < 40_000; i++)
            {
                double a = 2 * Math.PI * i / 40_000, r = 0.3 / (0.2 * Math.Cos(a) * Math.Cos(a) + Math.Sin(a) * Math.Sin(a));
                double[] rim = Unit([Math.CopySign(1, z[0]), Math.Sqrt(r) * Math.Cos(a), Math.Sqrt(r) * Math.Sin(a)]);
                best = Math.Min(best, Far(rim, z));
            }
            Assert.Equal(best, errors.Distance(z), 1e-6);
        }
    }

    // No part along the axis of the largest coefficient: the multiplier equation has no root.
    [Fact]
    public void A_point_across_the_only_wrong_axis_finds_its_error_too()
    {
        var errors = new QuadraticErrors([0.5, -1, -2]);
        double limit = errors.Distance([0, 0.6, 0.8]);
        Assert.Equal(errors.Distance(Unit([1e-9, 0.6, 0.8])), limit, 1e-6);
        Assert.Equal(0, errors.Nearest([0, 0.6, 0.8])!.Zip(errors.Beta, (v, b) => b * v * v).Sum(), 1e-12);
    }

    [Fact]
    public void The_exact_distance_is_at_most_what_an_ascent_finds_and_not_much_less()
    {
        double[] alphas = [.. s_rare.Select(b => 1 + b)];
        QuadraticNet net = QuadraticNet.Of(alphas, DType.Float64);
        Ellipsoid shape = net.Ellipsoid();
        Tensor points = new ConcentricSpheres(alphas.Length).OnUnitSphere(new RandomStream(7, "points"), 40, DType.Float64);
        double[] found = new SphereAttack { StepSize = 0.02, StepCount = 300, Restarts = 2 }.Distances(net.Logits, points, new RandomStream(7, "restarts"));
        double[] exact = [.. shape.InOwnAxes(points).ToArray<double>().Chunk(alphas.Length).Select(z => shape.Inner.Distance(z))];
        Assert.All(exact.Zip(found), pair => Assert.True(pair.First <= pair.Second + 1e-9, $"exact {pair.First}, found {pair.Second}"));
        Assert.InRange(found.Average() / exact.Average(), 1, 1.2);
    }

    private static double[] Unit(double[] x) => [.. x.Select(v => v / Math.Sqrt(x.Sum(w => w * w)))];

    private static double Far(double[] x, double[] z) => Math.Sqrt(x.Zip(z, (a, b) => (a - b) * (a - b)).Sum());
}
