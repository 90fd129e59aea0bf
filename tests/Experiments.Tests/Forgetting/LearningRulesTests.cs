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

    internal static readonly Experiments.Forgetting.LearningRules.Settings Tiny = new()
    {
        Side = 8,
        Hidden = 16,
        Examples = 200,
        Epochs = 2,
        TestImages = 100,
        TaskTests = 50,
        PerTask = 100,
        FirstSteps = 20,
        SecondSteps = 20,
        Levels = [0.05, 0.1],
        End = 0.55,
        Splits = 2,
        ShownSplits = 1,
        WarmSteps = 5,
        EvolutionPairs = 2,
        EvolutionFirst = 5,
        FactNets = 1,
        FactTrials = 3,
    };

    private static Measurements Measure(long seed, bool placebo = false, Action<double>? progress = null, int threads = 1) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), s_digits, placebo, progress), Tiny);

    private static readonly Lazy<Measurements[]> s_measured = new(() => [.. s_seeds.Select(seed => Measure(seed))]);

    private static Findings Run(bool placebo) => s_puzzle.Conclude(new Evidence(s_seeds, placebo ? [.. s_seeds.Select(seed => Measure(seed, placebo))] : s_measured.Value), Tiny);

    [Fact]
    public void EveryClaimGetsAVerdictAndAPicture()
    {
        Findings findings = Run(placebo: false);
        Assert.Equal(s_puzzle.Claims.Select(claim => claim.Id), findings.Claims.Select(claim => claim.Id));
        Assert.All(findings.Claims, claim => Assert.NotEmpty(claim.Controls));
        Assert.Equal(6, findings.Figures.Count);
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
        Assert.All(s_puzzle.Claims.Where(claim => claim.Metric.Contains(" minus ", StringComparison.Ordinal)), claim => Assert.Equal("difference of shares", claim.Unit));
    }

    [Fact]
    public void ARuleThatIsBackPropagationButInTheFirstLayerIsHeldAgainstANetThatHoldsThatLayer()
    {
        Measurements found = s_puzzle.Measure(new Lab(1, new CpuDevice(1), s_digits), Tiny with { SecondRate = 1, SecondSteps = 200, Levels = [0.3] });
        double More(string how) => found.Series["retained, back-propagation, " + how][0] - found.Series["retained, back-propagation"][0];
        double both = More("hidden layers held"), first = More("first layer held");
        Assert.True(double.IsFinite(both) && double.IsFinite(first) && both != first);
        foreach (ClaimSpec claim in s_puzzle.Claims.Where(claim => claim.Id.StartsWith("split-", StringComparison.Ordinal)))
        {
            bool targets = claim.Id == "split-target-propagation";
            Assert.Equal([targets ? first : both], found.Series[claim.Id + ", control 3"]);
            Assert.StartsWith(targets ? "back-propagation, first layer held" : "back-propagation, hidden layers held", claim.Controls[2].What, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void NumbersInSentencesAreTheRuns()
    {
        Findings findings = Concluded(
            ("angles of the weights after the first task, difference target propagation", [[20, 0, 0], [21, 0, 0], [25, 0, 0]]), ("retained, back-propagation", [[0.5], [0.5], [0.5]]),
            ("retained, back-propagation, hidden layers held", [[0.6], [0.7], [0.8]]), ("retained, back-propagation, first layer held", [[0.75], [0.75], [0.75]]),
            ("retained among the old classes, back-propagation", [[0.875], [0.875], [0.875]]),
            ("twos, back-propagation", Thrice(0, 0.1, 0.3)), ("ones, back-propagation", Thrice(0.8, 0.4, 0.2)), ("twos, feedback alignment", Thrice(0, 0.04, 0.08, 0.12)), ("ones, feedback alignment", Thrice(1, 0.6, 0.4, 0.2)));
        Assert.EndsWith("stands at 22° to back-propagation's (20° to 25° in the seeds), that of the others at 0°", findings.Claims.Single(claim => claim.Id == "split-target-propagation").Note, StringComparison.Ordinal);
        string retained = Caption("retained"), facts = Caption("facts");
        Assert.Contains("back-propagation still has 87.5 %", retained, StringComparison.Ordinal);
        Assert.Contains("keeps 20.0 [-4.8, 44.8] points more where hidden layers are held", retained, StringComparison.Ordinal);
        Assert.Contains("and 25.0 [25.0, 25.0] more where only the first is", retained, StringComparison.Ordinal);
        Assert.Contains(" At 5, 10 % of the twos back-propagation has 75, 50 %, feedback alignment has 55, 30 % of the ones left; to 10 % it takes them 1 and 3 trials. ", facts, StringComparison.Ordinal);

        // The mean curves never come to the levels.
        Assert.DoesNotContain(" of the twos ", Concluded(("twos, feedback alignment", Thrice(0, 0.01))).Figures.Single(figure => figure.Name == "facts").Caption.Split("Right:")[0].Split("equal twos.")[1], StringComparison.Ordinal);

        string Caption(string name) => findings.Figures.Single(figure => figure.Name == name).Caption;
        static double[][] Thrice(params double[] series) => [series, series, series];
    }

    [Theory]
    [InlineData(0, 0.01, Verdict.Reproduced, "finds no support in it")]
    [InlineData(0.3, 0.01, Verdict.NotReproduced, "forgets less, as the sentence says")]
    [InlineData(-0.3, 0.01, Verdict.NotReproduced, "forgets more: the opposite of what the sentence says")]
    [InlineData(0, 0.3, Verdict.Inconclusive, "would be no support of the sentence")]
    public void AVerdictOnNoDifferenceSaysWhatItMeansForTheSentence(double more, double spread, Verdict verdict, string says)
    {
        double[] seeds = [.. Enumerable.Range(0, 6).Select(seed => more + (seed % 2 == 0 ? spread : -spread))], passed = [.. seeds.Select(_ => 0.2)];
        Claim claim = s_puzzle.Claims.Single(one => one.Id == "split-direct-feedback").Judge(seeds, [passed, new double[6], passed]);
        Assert.Equal(verdict, claim.Verdict);
        Assert.EndsWith(says, Experiments.Forgetting.LearningRules.Support(claim), StringComparison.Ordinal);
    }

    // What the tiny run finds, with other numbers for some of it.
    private static Findings Concluded(params (string Name, double[][] Seeds)[] others) => s_puzzle.Conclude(new Evidence(s_seeds, [.. s_seeds.Select((seed, place) =>
    {
        var found = new Measurements();
        foreach ((string name, double[] series) in s_measured.Value[place].Series) found.Add(name, others.FirstOrDefault(other => other.Name == name).Seeds?[place] ?? series);
        return found;
    })]), Tiny);

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
        s_puzzle.Require(Tiny);
        Assert.Throws<UsageException>(() => s_puzzle.Require(Tiny with { LessonRates = [0.1] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(Tiny with { TaskRates = [0.1] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(Tiny with { Levels = [0.3, 0.9] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(Tiny with { EvolutionSplits = 3 }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(Tiny with { WinnerShares = [] }));
        Assert.Throws<UsageException>(() => s_puzzle.Require(Tiny with { WinnerRates = [0.1] }));
    }

    [Fact]
    public void PilotsAskOtherImages()
    {
        Measurements asked = Measure(1), pilot = s_puzzle.Measure(new Lab(1, new CpuDevice(1), s_digits), Tiny with { Validate = true });
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
        Measurements found = s_puzzle.Measure(new Lab(1, new CpuDevice(1), s_digits), Tiny with { FactHidden = 1, FactRate = 1e-4 });
        Assert.Equal([1.0], found.Series["adding nets that never learned the ones, back-propagation"]);
        Assert.Equal(Tiny.FactTrials + 1, found.Series["ones, back-propagation"].Length);
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
        Assert.Throws<OperationCanceledException>(() => new RuleTrials(lab, Tiny with { Epochs = 3 }).Learn(Arm.Control, "", Rule.BackPropagation));
        Assert.Equal(2, reports);
    }

    [Fact]
    public void ProgressRisesAndEndsAtOne()
    {
        var reports = new List<double>();
        _ = Measure(1, progress: reports.Add);
        Assert.Equal(reports.Order(), reports);
        Assert.Equal(1, reports[^1]);
        // One of 29 nets that learn images, or one adding net; more where fewer nets learn than were counted.
        Assert.InRange(reports.Zip(reports.Skip(1), (one, next) => next - one).Max(), 0, 0.9 / 28);
    }
}
