using DeepPuzzles.Experiments.Laboratory;
using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Experiments.Tests;

/// <summary>Known answers computed with 50 digits; the t quantiles are those of every printed table.</summary>
public sealed class SpecialFunctionTests
{
    private const double Relative = 1e-12;

    private static void Near(double expected, double actual, double relative = Relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), $"expected {expected:R}, got {actual:R}");

    [Theory]
    [InlineData(1e-08, 18.420680738180209)]
    [InlineData(0.1, 2.2527126517342059)]
    [InlineData(0.5, 0.57236494292470009)]
    [InlineData(1.5, -0.12078223763524522)]
    [InlineData(2.5, 0.28468287047291916)]
    [InlineData(3.75, 1.4868155785934171)]
    [InlineData(10.0, 12.80182748008147)]
    [InlineData(15.5, 26.536914491115614)]
    [InlineData(16.0, 27.899271383840892)]
    [InlineData(100.0, 359.1342053695754)]
    [InlineData(1000000.0, 12815504.569147612)]
    public void Log_gamma(double x, double expected) => Near(expected, SpecialFunctions.LogGamma(x));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Log_gamma_at_its_zeros(double x) => Assert.True(Math.Abs(SpecialFunctions.LogGamma(x)) < 1e-14);

    [Theory]
    [InlineData(1e-10, 1.1283791670955126e-10)]
    [InlineData(0.1, 0.1124629160182849)]
    [InlineData(0.5, 0.52049987781304654)]
    [InlineData(1.0, 0.84270079294971487)]
    [InlineData(1.9, 0.99279042923525747)]
    [InlineData(2.0, 0.99532226501895273)]
    [InlineData(3.0, 0.99997790950300141)]
    [InlineData(-0.7, -0.67780119383741844)]
    public void Erf(double x, double expected) => Near(expected, SpecialFunctions.Erf(x));

    [Theory]
    [InlineData(-1.0, 1.8427007929497149)]
    [InlineData(0.5, 0.47950012218695346)]
    [InlineData(1.99, 0.004888586800383003)]
    [InlineData(2.0, 0.0046777349810472658)]
    [InlineData(2.5, 0.00040695201744495894)]
    [InlineData(5.0, 1.5374597944280349e-12)]
    [InlineData(10.0, 2.0884875837625448e-45)]
    [InlineData(26.0, 5.6631924088561428e-296)]
    [InlineData(double.PositiveInfinity, 0)]
    [InlineData(double.NegativeInfinity, 2)]
    public void Erfc(double x, double expected) => Near(expected, SpecialFunctions.Erfc(x));

    [Theory]
    [InlineData(0.5, 0.5, 0.25, 0.33333333333333333)]
    [InlineData(2.0, 3.0, 0.5, 0.6875)]
    [InlineData(0.001, 2.0, 0.1, 0.99859799387999362)]
    [InlineData(5.0, 0.5, 0.999, 0.92228199210096676)]
    [InlineData(10.0, 10.0, 0.1, 3.929882327128002e-6)]
    [InlineData(50.0, 2.0, 0.9, 0.030922651243920712)]
    [InlineData(500.5, 499.5, 0.48, 0.09736011225390599)]
    [InlineData(20000.0, 30000.0, 0.39, 2.3590868064170453e-6)]
    [InlineData(1000000.0, 1000000.0, 0.4995, 0.078649577580901631)]
    [InlineData(3.0, 1000.0, 1e-05, 1.6591948740984947e-7)]
    [InlineData(0.5, 2.5, 0.999999, 0.99999999999999966)]
    [InlineData(4.0, 7.0, 0.0, 0.0)]
    [InlineData(4.0, 7.0, 1.0, 1.0)]
    public void Incomplete_beta(double a, double b, double x, double expected) =>
        Near(expected, SpecialFunctions.IncompleteBeta(a, b, x));

    [Theory]
    [InlineData(2.0, 3.0, 0.5, 0.38572756813238955)]
    [InlineData(0.5, 0.5, 0.1, 0.024471741852423217)]
    [InlineData(1.0, 300.0, 0.95, 0.0099360819444577092)]
    [InlineData(11.0, 90.0, 0.025, 0.05620702028548746)]
    [InlineData(2.0, 2.0, 0.0, 0.0)]
    [InlineData(2.0, 2.0, 1.0, 1.0)]
    public void Inverse_incomplete_beta(double a, double b, double p, double expected) =>
        Near(expected, SpecialFunctions.InverseIncompleteBeta(a, b, p));

    [Fact]
    public void Inverse_incomplete_beta_finds_tiny_answers() =>
        Near(Math.Pow(0.5, 100), SpecialFunctions.InverseIncompleteBeta(0.01, 1, 0.5), 1e-10); // I_x(a, 1) = x^a

    [Theory]
    [InlineData(-37.0, 5.7255712225245768e-300)]
    [InlineData(-10.0, 7.6198530241605261e-24)]
    [InlineData(-6.0, 9.8658764503769814e-10)]
    [InlineData(-1.96, 0.024997895148220436)]
    [InlineData(-0.5, 0.3085375387259869)]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 0.84134474606854295)]
    [InlineData(3.0, 0.99865010196836991)]
    public void Normal_cdf(double z, double expected) => Near(expected, NormalDistribution.Cdf(z));

    [Theory]
    [InlineData(1e-300, -37.047096299361199)]
    [InlineData(1e-20, -9.2623400897984076)]
    [InlineData(0.001, -3.0902323061678135)]
    [InlineData(0.025, -1.9599639845400542)]
    [InlineData(0.3, -0.52440051270804082)]
    [InlineData(0.5, 0)]
    [InlineData(0.75, 0.67448975019608174)]
    [InlineData(0.975, 1.9599639845400539)]
    [InlineData(0.999, 3.0902323061678133)]
    public void Normal_quantile(double p, double expected) => Near(expected, NormalDistribution.Quantile(p));

    [Theory]
    [InlineData(-2.0, 5.0, 0.050969739414929178)]
    [InlineData(0.5, 1.0, 0.64758361765043327)]
    [InlineData(1.0, 2.5, 0.79796948636086327)]
    [InlineData(-10.0, 30.0, 2.2876257041148066e-11)]
    [InlineData(-0.001, 7.0, 0.49961500862249942)]
    [InlineData(-50.0, 3.0, 8.8085760206359871e-6)]
    [InlineData(3.0, 1000.0, 0.9986166454778809)]
    [InlineData(double.NegativeInfinity, 3.0, 0)]
    public void Student_cdf(double t, double degrees, double expected) => Near(expected, StudentDistribution.Cdf(t, degrees));

    [Theory]
    [InlineData(2, 4.30265272974946)]
    [InlineData(4, 2.77644510519779)]
    [InlineData(5, 2.57058183563631)]
    [InlineData(9, 2.2621571627982)]
    [InlineData(19, 2.09302405440831)]
    public void Student_quantile_at_975(double degrees, double expected) =>
        Near(expected, StudentDistribution.Quantile(0.975, degrees), 1e-13);

    [Fact]
    public void A_quantile_is_infinite_at_the_ends()
    {
        Assert.Equal(double.NegativeInfinity, NormalDistribution.Quantile(0));
        Assert.Equal(double.PositiveInfinity, StudentDistribution.Quantile(1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(double.NaN));
    }

    [Theory]
    [InlineData(0, 10, 0.5, 0.0009765625)]
    [InlineData(3, 10, 0.3, 0.64961071840000003)]
    [InlineData(5, 100, 0.1, 0.057576886487033788)]
    [InlineData(400, 1000, 0.5, 1.3642320780330092e-10)]
    [InlineData(0, 10000, 1e-05, 0.90483696561434751)]
    [InlineData(9, 10, 0.9, 0.65132155989999991)]
    [InlineData(-1, 10, 0.3, 0)]
    [InlineData(10, 10, 0.3, 1)]
    public void Binomial_cdf(int k, int n, double p, double expected) => Near(expected, BinomialDistribution.Cdf(k, n, p));

    [Fact]
    public void The_beta_tails_add_to_one_and_the_inverse_undoes_the_function() => Prop.ForAll(
        Gen.Choose(1, 400).Three().ToArbitrary(),
        three =>
        {
            (double a, double b, double x) = (three.Item1 / 8.0, three.Item2 / 8.0, three.Item3 / 401.0);
            double p = SpecialFunctions.IncompleteBeta(a, b, x), q = SpecialFunctions.IncompleteBeta(b, a, 1 - x);
            double back = SpecialFunctions.IncompleteBeta(a, b, SpecialFunctions.InverseIncompleteBeta(a, b, p));
            return Math.Abs(p + q - 1) < 1e-12 && Math.Abs(back - p) <= 1e-11 * p;
        }).QuickCheckThrowOnFailure();
}
