using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Forgetting;

public sealed class DreamingTests
{
    private static readonly Dreaming s_puzzle = new();
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));

    private static readonly Dreaming.Settings s_tiny = new()
    {
        Rehearsed = [6],
        Every = 3,
        Tasks = 2,
        ExamplesPerTask = 100,
        TestImages = 120,
        Side = 8,
        Units = [20],
        Epochs = 3,
        GeneratorUnits = [16],
        Latent = 4,
        GeneratorEpochs = 3,
        RealPerTask = 10,
        Pool = 20,
        AscentSteps = 10,
        Studied = 20,
    };

    private static Measurements Measure(long seed, bool placebo = false, int threads = 1) => s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), s_digits, placebo), s_tiny);

    private static Findings Run(bool placebo)
    {
        long[] seeds = [1, 2, 3, 4, 5];
        return s_puzzle.Conclude(new Evidence(seeds, [.. seeds.Select(seed => Measure(seed, placebo))]), s_tiny);
    }

    [Fact]
    public void SumsKeepWhatRandomInputsDoNot()
    {
        Findings findings = Run(placebo: false);
        Assert.Equal(s_puzzle.Claims.Select(claim => claim.Id), findings.Claims.Select(claim => claim.Id));
        Assert.DoesNotContain(findings.Claims.Take(3).Append(findings.Claims[5]), claim => claim.Verdict == Verdict.ControlFailed);
        Assert.InRange(findings.Claims[0].Value, 0.8, 1);
        Assert.InRange(findings.Claims[5].Value, 0.01, 0.3);
        Assert.InRange(findings.Claims[2].Value, 0.2, 0.7);
        Assert.Single(findings.Claims[3].PerSeed);
        Assert.Contains("Same class and by chance after all tasks: uniform noise", findings.Figures.Single(figure => figure.Name == "quality").Caption, StringComparison.Ordinal);
        Assert.Equal(["dreams", "trials", "covered", "distances", "images", "falling", "sheets", "quality", "shares", "nearest", "places"], findings.Figures.Select(figure => figure.Name));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void APlaceboReproducesNothing()
    {
        Findings findings = Run(placebo: true);
        Assert.All(findings.Claims, claim => Assert.NotEqual(Verdict.Reproduced, claim.Verdict));
        Assert.True(findings.Claims[0].Value < 0.3);
        // Where dreams do nothing the claim fails, and no control does.
        Assert.All([findings.Claims[0], findings.Claims[1], findings.Claims[5]], claim => Assert.NotEqual(Verdict.ControlFailed, claim.Verdict));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void OneSeedMeasuresTheSameBitsAtAnyNumberOfThreads()
    {
        Measurements one = Measure(6), again = Measure(6, threads: 2);
        Assert.Equal(one.Series.Keys, again.Series.Keys);
        foreach ((string name, double[] values) in one.Series) Assert.Equal(values, again.Series[name]);
    }

    [Fact]
    public void SettingsThatDoNotGoTogetherAreRefused()
    {
        s_puzzle.Require(s_tiny);
        Assert.Contains("rehearsed has 3 twice", Assert.Throws<UsageException>(() => s_puzzle.Require(s_tiny with { Rehearsed = [3, 3] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NetsThatAlwaysSayTheSameAgreeByChance()
    {
        Assert.Equal((1, 1), DreamStudy.Agreement([3, 3, 3], [3, 3, 3]));
        Assert.Equal((0, 0), DreamStudy.Agreement([3, 3, 3], [5, 5, 5]));
        Assert.Equal((1, 0.5), DreamStudy.Agreement([3, 5], [3, 5]));
        Assert.Equal((0, 0.5), DreamStudy.Agreement([3, 5], [5, 3]));
        Assert.Equal((0.75, 0.5), DreamStudy.Agreement([1, 1, 2, 2], [1, 1, 1, 2]));

        // So many answers that shuffling one of the nets' comes to the same.
        RandomStream random = new(1, "answers");
        int[] Answers(int most) => [.. Array.ConvertAll(random.HostUniform(30_000), u => (int)(u * u * most))];
        (double same, double byChance) = DreamStudy.Agreement(Answers(4), Answers(6));
        Assert.Equal(same, byChance, 0.01);
    }

    [Fact]
    public void TheProtocolNamesTheSizesOfBothModes()
    {
        foreach (Dreaming.Settings s in (Dreaming.Settings[])[s_puzzle.Quick, s_puzzle.Full])
        {
            string[] sizes = [.. s.Units.Prepend(s.Side * s.Side).Select(units => $"{units}")];
            Assert.Contains(s_puzzle.Protocol, line => sizes.All(size => line.Contains(size, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public void DifferencesAreNoShares() => Assert.All(s_puzzle.Claims.Where(claim => claim.Metric.Contains("minus", StringComparison.Ordinal)), claim => Assert.Equal("difference of shares", claim.Unit));

    [Fact]
    public void PilotsAskOtherImages()
    {
        Measurements asked = Measure(3), pilot = s_puzzle.Measure(new Lab(3, new CpuDevice(1), s_digits), s_tiny with { Validate = true });
        string accuracy = "accuracy/joint/split, class-incremental";
        Assert.NotEqual(asked.Series[accuracy], pilot.Series[accuracy]);
        Assert.Equal(asked.Series["kept/sums"], pilot.Series["kept/sums"]);
    }

    [Fact]
    public void WhatIsRehearsedAreTheOnesAmongTheSums()
    {
        var found = new Measurements();
        var facts = new FactTrials(new Lab(4, new CpuDevice(1)), s_tiny with { Trials = 1 }, found);
        (int[] Met, int Others) all = facts.Dream("all", Arm.Treatment, 64, FactDreams.Sums(2)), few = facts.Dream("few", Arm.Treatment, 5, FactDreams.Sums(2)), none = facts.Dream("none", Arm.Treatment, 64, FactDreams.Sums(1, 2));
        RandomStream dreams = new Lab(4, new CpuDevice(1)).Random("dreams");
        string[] dreamt = [.. FactDreams.Sums(2)(dreams, 64).Select(dream => string.Join("", dream))];
        int[] expected = [.. Enumerable.Range(0, 17).Where(fact => dreamt.Contains(string.Join("", AdditionFacts.Ones.Questions[fact])))];
        Assert.Equal(expected, all.Met);
        Assert.Equal(64, all.Met.Length + all.Others);
        Assert.True(few.Met.Length < all.Met.Length);
        Assert.Equal(([], 64), (none.Met, none.Others));
    }

    [Fact]
    public void SumsAreWholeAndWithoutWhatIsLeftOut()
    {
        double[][] novel = FactDreams.Sums(1, 2)(new(1, "dreams"), 1000), some = FactDreams.Sums(2)(new(1, "dreams"), 64);
        Assert.Equal(64, novel.Length);
        Assert.Equal(64, some.Select(dream => string.Join("", dream)).Distinct().Count());
        Assert.All(novel.Concat(some), dream => Assert.Equal(8, dream.Sum()));
        double[][] twos = AdditionFacts.Twos.Questions, ones = AdditionFacts.Ones.Questions;
        Assert.All(some, dream => Assert.NotEqual(0, FactDreams.Distance(dream, twos)));
        Assert.All(novel, dream => Assert.NotEqual(0, FactDreams.Distance(dream, ones)));
        Assert.Contains(some, dream => FactDreams.Distance(dream, ones) == 0);
        Assert.Equal(0, FactDreams.Distance(ones[3], ones));
        Assert.Equal(2, FactDreams.Distance(AdditionFacts.Question(3, 3), [AdditionFacts.Question(3, 4)]));
    }

    [Fact]
    public void PairsThatArePractisedBesideOthersAreNotAsked()
    {
        var lab = new Lab(1, new CpuDevice(1));
        AdditionFacts ones = AdditionFacts.Ones, twos = AdditionFacts.Twos;
        var first = new Associations(lab, ones.Questions, AdditionFacts.Answers, ones.Right);
        var second = new Associations(lab, twos.Questions, AdditionFacts.Answers, twos.Right);
        Associations both = first.With(second.Questions, second.Targets);
        Assert.Equal((17, 34), (both.Count, both.Questions.Shape[0]));
        var net = ArithmeticFacts.SigmoidNet(lab.Random("weights"), AdditionFacts.Inputs, 20, AdditionFacts.Outputs);
        Assert.Equal(first.Ask(net).Given, both.Ask(net).Given);
    }
}
