using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Tests.Forgetting;

public sealed class LearningRulesTests
{
    private static readonly long[] s_seeds = [1, 2, 3];
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));
    private static readonly Experiments.Forgetting.LearningRules s_puzzle = new();

    private static readonly Experiments.Forgetting.LearningRules.Settings s_tiny = new()
    {
        Side = 8, Hidden = 16, Examples = 200, Epochs = 2, TestImages = 100, TaskTests = 50, PerTask = 100, FirstSteps = 20, SecondSteps = 20, Levels = [0.05, 0.1],
        Splits = 2, WarmSteps = 5, EvolutionPairs = 2, EvolutionFirst = 5, FactNets = 1, FactTrials = 3,
    };

    private static Measurements Measure(long seed, bool placebo = false, Action<double>? progress = null, int threads = 1) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), s_digits, placebo, progress), s_tiny);

    private static Findings Run(bool placebo) => s_puzzle.Conclude(new Evidence(s_seeds, [.. s_seeds.Select(seed => Measure(seed, placebo))]), s_tiny);

    [Fact]
    public void EveryClaimGetsAVerdictAndAPicture()
    {
        Findings findings = Run(placebo: false);
        Assert.Equal(s_puzzle.Claims.Select(claim => claim.Id), findings.Claims.Select(claim => claim.Id));
        Assert.All(findings.Claims, claim => Assert.NotEmpty(claim.Controls));
        Assert.Equal(6, findings.Figures.Count);
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void NothingIsReproducedByAPlacebo() =>
        Assert.All(Run(placebo: true).Claims, claim => Assert.NotEqual(Verdict.Reproduced, claim.Verdict));

    [Fact]
    public void TheSameSeedMeasuresTheSameBitsAtAnyNumberOfThreads()
    {
        Measurements once = Measure(1), again = Measure(1, threads: 2), other = Measure(2);
        Assert.Equal(once.Series.Keys, again.Series.Keys);
        Assert.All(once.Series, series => Assert.Equal(series.Value, again.Series[series.Key]));
        Assert.NotEqual(once.Series["accuracy, back-propagation"], other.Series["accuracy, back-propagation"]);
    }

    [Fact]
    public void RulesAreComparedWhereTheNewAccuracyFirstReachesALevel()
    {
        var one = new Relearning([0, 0.2, 0.6, 0.4, 0.9], [0.8, 0.6, 0.4, 0.3, 0.1], []);
        Assert.Equal(0.5 / 0.8, one.RetainedAt(0.4), 12);
        Assert.Equal(1, one.RetainedAt(0), 12);
        Assert.Equal(0.2 / 0.8, one.RetainedAt(0.75), 1);
        Assert.Equal((0.5 / 0.8 + 1) / 2, Relearning.Retained([one], [0, 0.4]), 12);
        Assert.Equal((0.5 / 0.8 + 0.5) / 2, Relearning.Retained([one, new Relearning([0, 0.8], [1, 0], [])], [0.4]), 12);
        Assert.True(double.IsNaN(one.RetainedAt(0.95)));
    }

    [Fact]
    public void SettingsThatDoNotGoTogetherAreRefused()
    {
        s_puzzle.Require(s_tiny);
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { LessonRates = [0.1] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { TaskRates = [0.1] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { Levels = [0.3, 0.9] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { EvolutionSplits = 3 }));
    }

    [Fact]
    public void PilotsAskOtherImages()
    {
        Measurements asked = Measure(1), pilot = s_puzzle.Measure(new Lab(1, new CpuDevice(1), s_digits), s_tiny with { Validate = true });
        Assert.NotEqual(asked.Series["accuracy, back-propagation"], pilot.Series["accuracy, back-propagation"]);
        Assert.Equal(asked.Series["angle, back-propagation"], pilot.Series["angle, back-propagation"]);
    }

    [Fact]
    public void ProgressRisesAndEndsAtOne()
    {
        var reports = new List<double>();
        _ = Measure(1, progress: reports.Add);
        Assert.Equal(reports.Order(), reports);
        Assert.Equal(1, reports[^1]);
    }
}
