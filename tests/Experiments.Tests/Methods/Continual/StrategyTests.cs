using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

public sealed class StrategyTests
{
    private static readonly (string Name, Func<Strategy> Make)[] s_idle =
    [
        ("EWC", () => new Ewc(0)),
        ("EWC, proximal", () => new Ewc(0) { Proximal = true }),
        ("online EWC", () => new Ewc(0) { Online = true }),
        ("SI", () => new SynapticIntelligence(0)),
        ("LwF", () => new LearningWithoutForgetting(0)),
        ("replay", () => new Replay(new Reservoir(20)) { Share = 0 }),
        ("DER++", () => new DarkExperienceReplay(new Reservoir(20), 0, 0)),
        ("all", () => new Combined(new SynapticIntelligence(0), new Ewc(0), new LearningWithoutForgetting(0))),
    ];

    public static TheoryData<string, Scenario> Idle => [.. from strategy in s_idle from scenario in Enum.GetValues<Scenario>() select (strategy.Name, scenario)];

    [Theory]
    [MemberData(nameof(Idle))]
    public void OfNoStrengthItIsNaiveBitForBit(string name, Scenario scenario)
    {
        TrainingPlan plan = Toys.Plan(0.1, 0.9) with { ClipNorm = 0.5 };
        (ContinualRun naive, Mlp one) = Toys.Learn(new Naive(), scenario, plan);
        (ContinualRun idle, Mlp other) = Toys.Learn(s_idle.First(strategy => strategy.Name == name).Make(), scenario, plan);
        Assert.Equal(Toys.Numbers(one), Toys.Numbers(other));
        Assert.Equal(naive.Accuracies.Average, idle.Accuracies.Average);
        Assert.True(idle.StoredBytes[^1] > 0 && naive.StoredBytes[^1] == 0);
    }

    [Fact]
    public void OfInfiniteStrengthElasticWeightsAreFrozenFeaturesBitForBit()
    {
        (_, Mlp elastic) = Toys.Learn(new Ewc(double.PositiveInfinity) { Proximal = true }, Scenario.TaskIncremental);
        (_, Mlp frozen) = Toys.Learn(new FrozenFeatures(), Scenario.TaskIncremental);
        (_, Mlp naive) = Toys.Learn(new Naive(), Scenario.TaskIncremental);
        Assert.Equal(Toys.Numbers(frozen), Toys.Numbers(elastic));
        Assert.NotEqual(Toys.Numbers(frozen), Toys.Numbers(naive));
    }

    [Fact]
    public void AProximalStepIsStableWhereDescentDiverges()
    {
        const double Lambda = 1e6;
        (_, Mlp stable) = Toys.Learn(new Ewc(Lambda) { Proximal = true }, Scenario.TaskIncremental);
        Assert.All(Toys.Numbers(stable), weight => Assert.True(Math.Abs(weight) < 10));
        Assert.Contains("EWC, task 2 of 3", Assert.Throws<DivergenceException>(() => Toys.Learn(new Ewc(Lambda), Scenario.TaskIncremental)).Message);
    }

    [Fact]
    public void TheSumOfTheTasksPenaltiesIsOnePenalty()
    {
        // Kept are F and one anchor; the gradient is to be that of Σ λ/2·F⁽ᵏ⁾·(θ - θ⁽ᵏ⁾)².
        var ewc = new Ewc(3);
        var probe = new Penalties(ewc, 3);
        TaskStream stream = Toys.Split(Scenario.DomainIncremental, dtype: DType.Float64);
        _ = new Learner(Toys.Net(stream, DType.Float64), stream, new Combined(probe.Before, ewc, probe), Toys.Plan(0.02)).Run();
        Assert.True(probe.Compared > 0);
    }

    [Fact]
    public void APermutedFisherIsAnotherPenaltyOfTheSameSize()
    {
        var whole = new Ewc(5);
        var permuted = new Ewc(5) { PermutesFisher = true };
        // Two tasks: what is held is the first one's.
        TaskStream stream = TaskStream.Split(Toys.Images(60), Toys.Images(30, 4), Toys.Classes / 2, Scenario.ClassIncremental);
        foreach (Ewc ewc in new[] { whole, permuted }) _ = new Learner(Toys.Net(stream), stream, ewc, Toys.Plan()).Run();
        foreach ((Parameter one, Parameter other) in whole.Importance!.Parameters.Zip(permuted.Importance!.Parameters))
        {
            double[] a = Toys.Numbers(whole.Importance[one]), b = Toys.Numbers(permuted.Importance[other]);
            Assert.NotEqual(a, b);
            Assert.Equal(a.Order(), b.Order());
        }
        (_, Mlp net) = Toys.Learn(new Ewc(5), Scenario.TaskIncremental);
        (_, Mlp shuffled) = Toys.Learn(new Ewc(5) { PermutesFisher = true }, Scenario.TaskIncremental);
        Assert.NotEqual(Toys.Numbers(net), Toys.Numbers(shuffled));
    }

    [Fact]
    public void ThePathIntegralIsTheLossThatWasTakenAway()
    {
        // Of ½Σ(θ - 1)², a step of η takes g·Δθ's sum times 1 - η/2 away: Σω·(1 - η/2) = L before - L after, to rounding.
        const double Rate = 0.1;
        var si = new SynapticIntelligence(0);
        var quadratic = new Quadratic();
        TaskStream stream = TaskStream.Split(Toys.Images(40, 3, DType.Float64), Toys.Images(12, 4, DType.Float64), Toys.Classes, Scenario.ClassIncremental);
        Mlp net = Toys.Net(stream, DType.Float64);
        double before = Quadratic.Of(net).Item();
        _ = new Learner(net, stream, new Combined(quadratic, si), Toys.Plan(Rate)).Run();
        double after = Quadratic.Of(net).Item(), path = si.Path!.Parameters.Sum(parameter => si.Path[parameter].Sum().Item());
        Assert.True(after < 0.2 * before);
        Assert.Equal(before - after, path * (1 - Rate / 2), 1e-9 * before);
        Assert.All(si.Importance!.Parameters, parameter => Assert.True(si.Importance[parameter].Min().Item() >= 0));
    }

    [Theory]
    [InlineData(Scenario.TaskIncremental, false)]
    [InlineData(Scenario.ClassIncremental, false)]
    [InlineData(Scenario.ClassIncremental, true)]
    public void DistillationAsksOnlyWhatWasThereBefore(Scenario scenario, bool allOutputs)
    {
        var lwf = new LearningWithoutForgetting(2);
        var probe = new NewOutputs(lwf);
        TaskStream stream = allOutputs ? Toys.Split(scenario).WithAllOutputs() : Toys.Split(scenario);
        ContinualRun run = new Learner(Toys.Net(stream), stream, new Combined(lwf, probe), Toys.Plan()).Run();
        Assert.True(probe.Compared > 0);
        Assert.True(run.StoredBytes[0] == 0 && run.StoredBytes[^1] > 0);
    }

    [Fact]
    public void RememberedLogitsAreComparedWhereTheyWereActive()
    {
        foreach (Scenario scenario in Enum.GetValues<Scenario>())
        {
            var der = new DarkExperienceReplay(new Reservoir(20), 1, 0) { BatchSize = 20 };
            var probe = new Distances(der);
            _ = Toys.Learn(new Combined(der, probe), scenario);
            Assert.True(probe.Compared > 0);
        }
    }

    [Fact]
    public void JointAndGdumbStartFromScratch()
    {
        TaskStream stream = Toys.Split(Scenario.ClassIncremental);
        Examples all = Examples.Concat([.. stream.Tasks.Select(task => task.Train)]);
        double[] Weights(Strategy strategy)
        {
            Mlp net = Toys.Net(stream);
            _ = new Learner(net, stream, strategy, Toys.Plan()).Run();
            return Toys.Numbers(net);
        }
        var gdumb = new Gdumb(60);
        double[] greedy = Weights(gdumb);
        Assert.Equal(Weights(new AtTheEnd(all)), Weights(new Joint()));
        Assert.Equal(Weights(new AtTheEnd(gdumb.Memory.All)), greedy);
        Assert.NotEqual(Weights(new AtTheEnd(all)), Weights(new Joint { Restarts = false }));
        (ContinualRun joint, _) = Toys.Learn(new Joint(), Scenario.ClassIncremental, Toys.Plan() with { Epochs = 10 });
        Assert.True(joint.Accuracies.Average > 0.85, $"{joint.Accuracies.Average}");
        Assert.Equal(120 * (Toys.Pixels + 1) * 4, joint.StoredBytes[^1]);
    }

    [Fact]
    public void ALowerRateIsThatOfTheScheduleAfterTheFirstTask()
    {
        const double Rate = 0.1, Share = 0.25;
        TaskStream stream = Toys.Split(Scenario.TaskIncremental);
        double[] Weights(Strategy strategy, double later = 1)
        {
            Mlp net = Toys.Net(stream);
            Learner learner = null!;
            TrainingPlan plan = Toys.Plan() with { Optimiser = parameters => new Sgd(parameters, new Schedule(_ => learner.Number > 0 ? later * Rate : Rate)) };
            learner = new Learner(net, stream, strategy, plan);
            _ = learner.Run();
            return Toys.Numbers(net);
        }
        Assert.Equal(Weights(new Naive()), Weights(new LowerRate(1)));
        Assert.Equal(Weights(new Naive(), Share), Weights(new LowerRate(Share)));
        Assert.Equal(Weights(new Naive(), 0), Weights(new LowerRate(0)));
        Assert.NotEqual(Weights(new Naive()), Weights(new LowerRate(Share)));
    }

    [Fact]
    public void ALevelFisherHasTheMeanEverywhere()
    {
        Ewc whole = new(5), level = new(5) { LevelsFisher = true };
        TaskStream stream = TaskStream.Split(Toys.Images(60), Toys.Images(30, 4), Toys.Classes / 2, Scenario.ClassIncremental);
        foreach (Ewc ewc in new[] { whole, level }) _ = new Learner(Toys.Net(stream), stream, ewc, Toys.Plan()).Run();
        foreach ((Parameter one, Parameter other) in whole.Importance!.Parameters.Zip(level.Importance!.Parameters))
        {
            double mean = Toys.Numbers(whole.Importance[one]).Average();
            Assert.All(Toys.Numbers(level.Importance[other]), f => Assert.Equal(mean, f, 1e-6 * mean));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.3)]
    public void RememberedExamplesHaveTheirShareOfTheLoss(double? share)
    {
        var replay = new Replay(new Reservoir(20)) { Share = share, BatchSize = 20 };
        var probe = new Terms(replay, (learner, loss, old) => share is { } given ? (1 - given) * loss + given * old : (loss + learner.Number * old) / (learner.Number + 1), () => replay.Memory);
        _ = Toys.Learn(new Combined(replay, probe), Scenario.ClassIncremental);
        Assert.True(probe.Compared > 0);
    }

    [Fact]
    public void DarkReplayAddsTheLossOfRememberedExamples()
    {
        const double Beta = 0.7;
        var der = new DarkExperienceReplay(new Reservoir(20), 0, Beta) { BatchSize = 20 };
        var probe = new Terms(der, (_, loss, old) => loss + Beta * old, () => der.Memory);
        _ = Toys.Learn(new Combined(der, probe), Scenario.ClassIncremental);
        Assert.True(probe.Compared > 0);
    }

    [Fact]
    public void StrengthsThatMakeNoSenseAreRefused()
    {
        foreach (Strategy strategy in new Strategy[]
        {
            new Ewc(-1), new Ewc(double.NaN), new Ewc(double.PositiveInfinity), new Ewc(1) { Decay = 2 }, new SynapticIntelligence(-1), new SynapticIntelligence(1, 0),
            new SynapticIntelligence(1, double.PositiveInfinity), new LearningWithoutForgetting(-1), new LearningWithoutForgetting(1, 0), new LearningWithoutForgetting(1, double.PositiveInfinity),
            new Replay(new Reservoir(3)) { Share = 2 }, new Replay(new Reservoir(3)) { BatchSize = 0 },
            new DarkExperienceReplay(new Reservoir(3), -1), new AveragedGem(new Reservoir(3)) { BatchSize = 0 }, new Gdumb(3) { Epochs = 0 }, new LowerRate(2), new LowerRate(double.NaN), new Combined(),
        })
            Assert.Throws<TensorException>(() => Toys.Learn(strategy, Scenario.TaskIncremental));
        Assert.Throws<TensorException>(() => new Reservoir(0));
    }

    [Fact]
    public void SettingsThatWereLeftOutAreNamedInMessages()
    {
        (Strategy Strategy, string Said)[] bad =
        [
            (new Replay(new Reservoir(3)) { BatchSize = 0 }, "replay: batch size 0 and share default;"),
            (new DarkExperienceReplay(new Reservoir(3), -1), "DER++: α is -1, β 0.5, batch size default;"),
            (new PseudoRehearsal { Temperature = double.NaN }, "pseudo-rehearsal: batch size default, pool none, share default and T NaN;"),
            (new PseudoRehearsal { Temperature = null, Share = 1.5 }, "pseudo-rehearsal: batch size default, pool none, share 1.5 and T none;"),
        ];
        foreach ((Strategy strategy, string said) in bad)
            Assert.StartsWith(said, Assert.Throws<TensorException>(() => Toys.Learn(strategy, Scenario.TaskIncremental)).Message);
    }
}
