using DeepPuzzles.Experiments.Errors;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Tests.Errors;

public sealed class AdversarialSpheresTests
{
    private static readonly long[] s_seeds = [1, 2, 3, 4, 5];
    private static readonly AdversarialSpheres s_puzzle = new();

    private static readonly AdversarialSpheres.Settings s_tiny = new()
    {
        Dimensions = [10, 20, 30],
        Steps = [600, 1600, 1600],
        Shown = 20,
        LearningRate = 2e-3,
        Every = 100,
        Points = 100,
        TestPoints = 2000,
    };

    private static readonly Lazy<Measurements[]> s_found = new(() => [.. s_seeds.Select(seed => Measure(seed))]);

    [Fact]
    public void The_errors_of_small_nets_are_as_near_as_geometry_lets_them_be()
    {
        Findings findings = Run(placebo: false);
        Assert.Equal(s_puzzle.Claims.Select(claim => claim.Id), findings.Claims.Select(claim => claim.Id));
        Assert.All(findings.Claims, claim => Assert.DoesNotContain("sanity", claim.Note, StringComparison.Ordinal));
        Assert.InRange(findings.Claims[0].Value, 0.5, 1);
        Assert.InRange(findings.Claims[1].Value, -0.7, -0.3);
        Assert.InRange(findings.Claims[2].Value, 0.8, 1);
        Assert.InRange(findings.Claims[3].Value, 0.2, 1.2);
        Assert.Equal(["closeness", "slices", "spectrum", "distances", "dimension", "three-ways"], findings.Figures.Select(figure => figure.Name));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_placebo_reproduces_nothing() =>
        Assert.All(Run(placebo: true).Claims, claim => Assert.Equal(Verdict.NotReproduced, claim.Verdict));

    [Fact]
    public void One_seed_measures_the_same_bits_at_any_number_of_threads()
    {
        Measurements once = s_found.Value[2], again = Measure(3, threads: 2), other = s_found.Value[3];
        Assert.Equal(once.Series.Keys, again.Series.Keys);
        Assert.All(once.Series, series => Assert.Equal(series.Value, again.Series[series.Key]));
        Assert.NotEqual(once.Series["distance/20"], other.Series["distance/20"]);
    }

    [Theory]
    [InlineData("rate/20")]
    [InlineData("outer rate/20")]
    public void A_rate_that_random_points_contradict_forbids_a_claim(string rate)
    {
        Measurements[] found = Copies();
        found[2].Series[rate][0] *= 0.5;
        found[2].Series[rate][0] += 0.05;
        Assert.All(s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims, claim => Assert.Equal(Verdict.ControlFailed, claim.Verdict));
    }

    [Fact]
    public void A_bound_that_is_broken_forbids_a_claim()
    {
        Measurements[] found = Copies();
        found[1].Series["distance/30"][1] = 2;
        Assert.All(s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims, claim => Assert.Equal(Verdict.ControlFailed, claim.Verdict));
    }

    [Fact]
    public void A_random_step_that_is_not_as_long_forbids_a_claim()
    {
        Assert.All(s_found.Value, found => Assert.InRange(found.Series["step off by/20"][0], double.Epsilon, 1e-6));
        Measurements[] found = Copies();
        found[1].Series["step off by/30"][0] = 0.5;
        Assert.All(s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims, claim => Assert.Equal(Verdict.ControlFailed, claim.Verdict));
    }

    [Fact]
    public void A_dimension_without_a_low_error_rate_is_missing_and_not_left_out()
    {
        Measurements[] found = Copies();
        Array.Fill(found[2].Series["rate/30"], 0.3);
        Claim claim = s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims[0];
        Assert.Equal([false, false, true, false, false], claim.PerSeed.Select(double.IsNaN));
    }

    [Theory]
    [InlineData(0, "none")]
    [InlineData(0.1, "1 in 10")]
    [InlineData(0.26, "3 in 10")]
    [InlineData(0.0996, "1 in 10")]
    [InlineData(7e-4, "7 in 10,000")]
    [InlineData(8e-24, "8 in 10²⁴")]
    public void Rates_are_told_in_words(double rate, string text) => Assert.Equal(text, AdversarialSpheres.OneIn(rate));

    [Fact]
    public void A_full_run_adds_a_net_of_another_kind_and_training_on_the_worst_case()
    {
        AdversarialSpheres.Settings more = s_tiny with { ReluSteps = 100, WorstSteps = 200, Steps = [100, 100, 100] };
        Measurements found = Measure(1, settings: more);
        Assert.Equal(5, found.Series["ReLU net: distance found"].Length);
        double[] worst = found.Series["wrong directions, worst-case training"], perfect = found.Series["wrong directions, from the perfect classifier"];
        Assert.Equal(3, worst.Length);
        Assert.Equal(0, perfect[0]);
        Assert.True(worst[^1] < worst[0]);
    }

    [Fact]
    public void Lists_of_different_lengths_are_an_error_of_use()
    {
        UsageException error = Assert.Throws<UsageException>(() => Measure(1, settings: s_tiny with { Steps = [1, 2] }));
        Assert.Contains("dimensions", error.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => Measure(1, settings: s_tiny with { Shown = 40 }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { Shown = 40 }));
    }

    [Fact]
    public void The_full_run_reduces_nothing() =>
        Assert.All(Setting.Of(s_puzzle.SettingsType), setting => Assert.Null(setting.Reduced(s_puzzle.Full)));

    private static Findings Run(bool placebo) =>
        s_puzzle.Conclude(new Evidence(s_seeds, placebo ? [.. s_seeds.Select(seed => Measure(seed, placebo))] : s_found.Value), s_tiny);

    private static Measurements[] Copies() => [.. s_found.Value.Select(found =>
    {
        var copy = new Measurements();
        foreach ((string name, double[] values) in found.Series) copy.Add(name, values);
        return copy;
    })];

    private static Measurements Measure(long seed, bool placebo = false, int threads = 1, AdversarialSpheres.Settings? settings = null) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), null, placebo), settings ?? s_tiny);
}
