using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.LearningRules;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Forgetting;

public sealed class LearningRulesTests
{
    private static readonly long[] s_seeds = [1, 2, 3];
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));
    private static readonly Experiments.Forgetting.LearningRules s_puzzle = new();

    private static readonly Experiments.Forgetting.LearningRules.Settings s_tiny = new()
    {
        Side = 8, Hidden = 16, Examples = 200, Epochs = 2, TestImages = 100, TaskTests = 50, PerTask = 100, FirstSteps = 20, SecondSteps = 20, Levels = [0.05, 0.1], End = 0.55,
        Splits = 2, ShownSplits = 1, WarmSteps = 5, EvolutionPairs = 2, EvolutionFirst = 5, FactNets = 1, FactTrials = 3,
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
        var one = new Relearning([0, 0.2, 0.6, 0.4, 0.9], [0.8, 0.6, 0.4, 0.3, 0.1], [0, 0.5, 0.6, 0.7, 0.9], [0.9, 0.9, 0.6, 0.6, 0.6], []);
        Assert.Equal(0.5 / 0.8, one.RetainedAt(0.4), 12);
        Assert.Equal(1, one.RetainedAt(0), 12);
        Assert.Equal(0.2 / 0.8, one.RetainedAt(0.75), 1);
        Assert.Equal((0.5 / 0.8 + 1) / 2, Relearning.Retained([one], [0, 0.4]), 12);
        Assert.Equal((0.5 / 0.8 + 0.5) / 2, Relearning.Retained([one, new Relearning([0, 0.8], [1, 0], [], [], [])], [0.4]), 12);
        Assert.True(double.IsNaN(one.RetainedAt(0.95)));
        Assert.Equal(0.75 / 0.9, one.RetainedAt(0.55, among: true), 12);
    }

    [Fact]
    public void SettingsThatDoNotGoTogetherAreRefused()
    {
        s_puzzle.Require(s_tiny);
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { LessonRates = [0.1] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { TaskRates = [0.1] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { Levels = [0.3, 0.9] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { EvolutionSplits = 3 }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { WinnerShares = [] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { WinnerRates = [0.1] }));
    }

    [Fact]
    public void PilotsAskOtherImages()
    {
        Measurements asked = Measure(1), pilot = s_puzzle.Measure(new Lab(1, new CpuDevice(1), s_digits), s_tiny with { Validate = true });
        Assert.NotEqual(asked.Series["accuracy, back-propagation"], pilot.Series["accuracy, back-propagation"]);
        Assert.Equal(asked.Series["angle, feedback alignment"], pilot.Series["angle, feedback alignment"]);
    }

    [Fact]
    public void APlacebosTreatmentsAreDifferentNets()
    {
        Measurements found = Measure(1, placebo: true);
        foreach (string series in (string[])["angle, ", "old accuracy before, "])
            Assert.NotEqual(found.Series[series + "feedback alignment"], found.Series[series + "direct feedback alignment"]);
        Relearning Facts(string name) => RuleFacts.Learn(new Lab(1, new CpuDevice(1), s_digits, placebo: true), Arm.Treatment, name, aligned: false, together: false, rate: 0.1, hidden: 16, trials: 3, number: 1);
        Assert.NotEqual(Facts("one").Old, Facts("other").Old);
    }

    [Fact]
    public void ANetThatNeverLearnsTheOnesIsCountedAndLeftOut()
    {
        Relearning failed = RuleFacts.Learn(new Lab(1, new CpuDevice(1), s_digits), Arm.Control, "", aligned: false, together: false, rate: 1e-4, hidden: 1, trials: 3, number: 1);
        Assert.False(failed.Learned);
        Assert.Equal(4, failed.New.Length);
        Measurements found = s_puzzle.Measure(new Lab(1, new CpuDevice(1), s_digits), s_tiny with { FactHidden = 1, FactRate = 1e-4 });
        Assert.Equal([1.0], found.Series["adding nets that never learned the ones, back-propagation"]);
        Assert.Equal(s_tiny.FactTrials + 1, found.Series["ones, back-propagation"].Length);
    }

    [Fact]
    public void ToMeasureAnglesChangesNoTraining()
    {
        foreach (Rule rule in Enum.GetValues<Rule>()) Assert.Equal(Trained(rule, probed: false), Trained(rule, probed: true));

        static float[] Trained(Rule rule, bool probed)
        {
            var net = new RuleNet(s_tiny, rule, 0.1, 6, 3, name => new RandomStream(1, name), winners: 0.5);
            Tensor x = new RandomStream(1, "x").Normal([8, 6]), t = new RandomStream(1, "t").Integers([8], 3);
            net.Warm(x);
            for (int step = 0; step < 3; step++)
            {
                net.Step(x, t);
                if (!probed) continue;
                _ = net.SignalAngle(x, t);
                _ = net.WeightAngles(x, t);
            }
            return [.. net.Net.Parameters.SelectMany(parameter => parameter.Value.StopGradient().Reshape(-1).ToArray<float>())];
        }
    }

    [Fact]
    public void HeldHiddenLayersStayAndSoDoInversesAtARateOfNothing()
    {
        var net = new RuleNet(s_tiny, Rule.TargetPropagation, 0.1, 6, 3, name => new RandomStream(1, name));
        Tensor x = new RandomStream(1, "x").Normal([8, 6]), t = new RandomStream(1, "t").Integers([8], 3);
        float[][] before = Weights();
        net.HoldHidden();
        net.Step(x, t);
        float[][] held = Weights();
        Assert.Equal([true, true, false, false], held.Zip(before, Enumerable.SequenceEqual));
        net.Scale = 0;
        net.Step(x, t);
        Assert.Equal(held, Weights());

        // Hidden layers, the last, and the inverse.
        float[][] Weights() => [.. net.Net.Layers.Select(layer => layer.Weight).Append(((DifferenceTargetPropagation)net.Taught).Inverses[0].Weight).Select(weight => weight.Value.StopGradient().Reshape(-1).ToArray<float>())];
    }

    [Fact]
    public void AnInterruptionIsHeardWithinANet()
    {
        using var stop = new CancellationTokenSource();
        int reports = 0;
        var lab = new Lab(1, new CpuDevice(1), s_digits, progress: _ =>
        {
            if (++reports == 2) stop.Cancel();
        }, stop: stop.Token);
        Assert.Throws<OperationCanceledException>(() => new RuleTrials(lab, s_tiny with { Epochs = 3 }).Learn(Arm.Control, "", Rule.BackPropagation));
        Assert.Equal(2, reports);
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
