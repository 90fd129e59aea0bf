using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

/// <summary>XdG, PackNet and PathNet.</summary>
public sealed class SharingTests
{
    private static readonly Func<IReadOnlyList<Parameter>, Optimiser>[] s_optimisers =
    [
        parameters => new Sgd(parameters, 0.1),
        parameters => new Sgd(parameters, 0.1, 0.9, decay: WeightDecay.Coupled(0.01)),
        parameters => new Adam(parameters, 0.01, decay: WeightDecay.Decoupled(0.1)),
    ];

    public static TheoryData<int> Optimisers => [.. Enumerable.Range(0, s_optimisers.Length)];

    [Fact]
    public void WithAllUnitsOnGatingIsPlainTrainingBitForBit()
    {
        (_, Mlp gated) = Toys.Learn(new Xdg(0), Scenario.TaskIncremental);
        (_, Mlp plain) = Toys.Learn(new Naive(), Scenario.TaskIncremental);
        Assert.Equal(Toys.Numbers(plain), Toys.Numbers(gated));
    }

    [Fact]
    public void GatesAreFixedAndSwitchOffTheirShareAndWeightsIntoUnitsThatAreOffStay()
    {
        var xdg = new Xdg(0.8);
        TaskStream stream = Toys.Split(Scenario.TaskIncremental);
        Mlp net = Toys.Net(stream);
        var learner = new Learner(net, stream, xdg, Toys.Plan());
        double[][] Gates() => [.. stream.Tasks.SelectMany(task => xdg.Gates(learner, task.Number, training: false).Select(Toys.Numbers))];
        double[][] before = Gates();
        Assert.All(before, gate => Assert.Equal(2, gate.Sum()));       // a fifth of 10 and, rounded, of 8
        Assert.True(before.Where((_, i) => i % 2 == 0).Select(gate => string.Join(",", gate)).Distinct().Count() > 1);
        double[] first = Toys.Numbers(net.Layers[0].Weight.Value);
        _ = learner.Run();
        Assert.Equal(before, Gates());
        double[] now = Toys.Numbers(net.Layers[0].Weight.Value);
        Assert.All(Enumerable.Range(0, now.Length), i => Assert.Equal(before.Where((_, g) => g % 2 == 0).Any(gate => gate[i % 10] == 1), now[i] != first[i]));
        Assert.Throws<TensorException>(() => Toys.Learn(new Xdg(1), Scenario.TaskIncremental));
    }

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void WhatPackNetKeepsStaysBitForBit(int optimiser)
    {
        var pack = new PackNet(0.5, 2);
        var watch = new AfterTasks();
        (ContinualRun run, Mlp net) = Learn(new Combined(pack, watch), optimiser);
        Parameter weight = net.Layers[1].Weight;
        IReadOnlyList<int?> owners = pack.Owners(weight);
        int[] kept = [.. Enumerable.Range(0, 3).Select(task => owners.Count(owner => owner == task))];
        Assert.Equal([40, 20, 10], kept);                                // of 80
        Assert.Equal((double)(60 + 30 + 15 + 40 + 20 + 10) / (120 + 80), run.Capacity[^1]);
        for (int i = 0; i < owners.Count; i++)
        {
            if (owners[i] is { } task) Assert.All(Enumerable.Range(task, 3 - task), after => Assert.Equal(watch.Weights[task][i], watch.Weights[after][i]));
            else Assert.Equal(0, watch.Weights[^1][i]);
        }
        Assert.All(Enumerable.Range(0, 3), task => Assert.Equal(run.Accuracies[task, task], run.Accuracies[2, task]));
        Assert.True(run.Accuracies.LearningAccuracy > 0.7, $"{run.Accuracies.LearningAccuracy}");
        Assert.All(watch.Biases, biases => Assert.Equal(watch.Biases[0], biases));
    }

    [Fact]
    public void PruningTakesTheSmallest()
    {
        var pack = new PackNet(0.5, 0);
        (_, Mlp net) = Toys.Learn(new Combined(pack, new BeforePruning(out Func<double[]> trained)), Scenario.TaskIncremental, Toys.Plan() with { Epochs = 1 });
        double[] size = [.. trained().Select(Math.Abs)];
        IReadOnlyList<int?> owners = pack.Owners(net.Layers[1].Weight);
        double smallestKept = size.Where((_, i) => owners[i] == 0).Min(), largestPruned = size.Where((_, i) => owners[i] != 0).Max();
        Assert.True(smallestKept >= largestPruned);
        Assert.Equal(1, Toys.Learn(new PackNet(0), Scenario.TaskIncremental).Run.Capacity[0]);
        Assert.Throws<TensorException>(() => Toys.Learn(new PackNet(1.5), Scenario.TaskIncremental));
    }

    [Fact]
    public void TheLoserBecomesAMutatedCopyOfTheWinner()
    {
        var tournament = new PathTournament(layers: 3, modules: 10, active: 3, population: 2, new RandomStream(1, "paths"));
        int changed = 0;
        for (int generation = 0; generation < 200; generation++)
        {
            int[][] before = [.. tournament.Paths.Select(path => path.SelectMany(layer => layer).ToArray())];
            var scored = new List<int[]>();
            tournament.Generation(path =>
            {
                scored.Add([.. path.SelectMany(layer => layer)]);
                return -path[0].Sum();
            });
            Assert.Equal(before.Select(Text).Order(), scored.Select(Text).Order());
            int[] winner = [.. tournament.Winner.SelectMany(layer => layer)];
            Assert.Equal(scored.Min(path => path.Take(3).Sum()), winner.Take(3).Sum());
            int[][] after = [.. tournament.Paths.Select(path => path.SelectMany(layer => layer).ToArray())];
            Assert.Contains(Text(winner), after.Select(Text));
            int[] copy = after.FirstOrDefault(path => Text(path) != Text(winner)) ?? winner;
            for (int i = 0; i < copy.Length; i++)
            {
                int shift = (copy[i] - winner[i] + 10) % 10;
                Assert.True(shift is 0 or 1 or 2 or 8 or 9);
                if (shift != 0) changed++;
            }
        }
        Assert.InRange(changed, 100, 220);                               // 200 · 9 places · 1/9 · 4/5 = 160
        Assert.True(tournament.Winner[0].Sum() < 6, "selection finds the lowest modules");
        Assert.Throws<TensorException>(() => new PathTournament(1, 2, 3, 2, new RandomStream(1, "paths")));

        static string Text(int[] path) => string.Join(",", path);
    }

    [Theory]
    [MemberData(nameof(Optimisers))]
    public void APathThatWonStaysBitForBit(int optimiser)
    {
        var paths = new PathNet { Modules = 2, Active = 1, Generations = 4 };
        (ContinualRun run, Mlp net) = Learn(paths, optimiser);
        Assert.All(Enumerable.Range(0, 3), task => Assert.Equal(run.Accuracies[task, task], run.Accuracies[2, task]));
        Assert.Equal(0.5, run.Capacity[0]);                              // one of two modules in each layer
        Assert.True(run.Capacity[0] <= run.Capacity[1] && run.Capacity[1] <= run.Capacity[2]);
        Assert.True(run.Accuracies.LearningAccuracy > 0.6, $"{run.Accuracies.LearningAccuracy}");
        Assert.Throws<TensorException>(() => Toys.Learn(new PathNet { Modules = 3 }, Scenario.TaskIncremental));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void WeightsThatNoPathHasTakenStartAnewAndOthersStay(ulong seed)
    {
        const int Units = 12, Modules = 4, Size = Units / Modules;
        var paths = new PathNet { Modules = Modules, Active = 1, Population = 6, Generations = 10 };
        TaskStream stream = Toys.Split(Scenario.TaskIncremental);
        var net = new Mlp([Toys.Pixels, Units, Units, stream.Outputs], Activation.Tanh, Initialiser.GlorotUniform, new RandomStream(seed, "weights"));
        double[] first = Toys.Numbers(net.Layers[1].Weight.Value);
        var watch = new AfterTasks();
        var strayed = new Strayed(first);
        var learner = new Learner(net, stream, new Combined(paths, watch, strayed), Toys.Plan());
        _ = learner.Run();
        double[][][] path = [.. Enumerable.Range(0, 3).Select(task => paths.Gates(learner, task, training: false).Select(Toys.Numbers).ToArray())];
        int anew = 0, learned = 0, between = 0;
        for (int i = 0; i < first.Length; i++)
        {
            bool Through(int task) => path[task][0][i / Units] == 1 && path[task][1][i % Units] == 1;
            for (int after = 0; after < 3; after++)
            {
                int[] owners = [.. Enumerable.Range(0, after + 1).Where(Through)];
                double now = watch.Weights[after][i];
                if (owners.Length > 0)
                {
                    Assert.Equal(watch.Weights[owners[0]][i], now);
                    learned += now != first[i] ? 1 : 0;
                    continue;
                }
                Assert.Equal(first[i], now);
                anew += strayed.Places.Contains(i) ? 1 : 0;
                // From a module of one path to a module of another.
                between += Enumerable.Range(0, after + 1).Any(task => path[task][0][i / Units] == 1) && Enumerable.Range(0, after + 1).Any(task => path[task][1][i % Units] == 1) ? 1 : 0;
            }
        }
        Assert.True(anew > Size * Size && learned > Size * Size && between > Size * Size, $"{anew} had moved and start anew, {learned} have learned, {between} lie between two paths");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(20)]
    public void PathsSeeAsManyExamplesAsThePlansEpochs(int generations)
    {
        const int Epochs = 10, Examples = 40, Tasks = 3;
        var seen = new Seen();
        _ = Toys.Learn(new Combined(new PathNet { Modules = 2, Active = 1, Generations = generations }, seen), Scenario.TaskIncremental, Toys.Plan() with { Epochs = Epochs });
        // 33 examples three times over for each of four paths, 396, are not quite 400.
        Assert.InRange(seen.Count, Epochs * Examples * Tasks * 99 / 100, Epochs * Examples * Tasks);
    }

    [Fact]
    public void ProgressRisesThroughAllPhases()
    {
        Func<Strategy>[] all = [() => new Naive(), () => new Joint(), () => new PackNet(0.5, 2), () => new PathNet { Modules = 2, Active = 1, Generations = 4 }];
        foreach (Func<Strategy> one in all)
        {
            var shares = new List<double>();
            _ = Toys.Learn(one(), Scenario.TaskIncremental, Toys.Plan() with { Progress = shares.Add });
            Assert.Equal(0, shares[0]);
            Assert.All(shares.Zip(shares.Skip(1)), pair => Assert.True(pair.First < pair.Second, $"{pair.Second} after {pair.First}"));
            Assert.InRange(shares[^1], 0.85, 1);
        }
    }

    [Fact]
    public void WhoAsksTheOldNetworkIsRefusedBehindGates()
    {
        Func<Strategy>[] gated = [() => new Xdg(), () => new Hat(), () => new PackNet(), () => new PathNet { Modules = 2, Active = 1 }];
        Func<Strategy>[] asking = [() => new LearningWithoutForgetting(), () => new PseudoRehearsal()];
        foreach (Func<Strategy> one in gated)
        {
            foreach (Func<Strategy> other in asking)
                Assert.Contains("asks the network as it was", Assert.Throws<TensorException>(() => Toys.Learn(new Combined(one(), other()), Scenario.TaskIncremental)).Message);
        }
        foreach (Func<Strategy> other in asking) _ = Toys.Learn(new Combined(new Naive(), other(), new Ewc(1)), Scenario.TaskIncremental);
    }

    private static (ContinualRun Run, Mlp Net) Learn(Strategy strategy, int optimiser) =>
        Toys.Learn(strategy, Scenario.TaskIncremental, Toys.Plan() with { Optimiser = s_optimisers[optimiser], KeepsOptimiser = true, Epochs = 6 });

    private sealed class AfterTasks : Strategy
    {
        public List<double[]> Weights { get; } = [];

        public List<double[]> Biases { get; } = [];

        public override string Name => "after tasks";

        public override void AfterTask(Learner learner)
        {
            Weights.Add(Toys.Numbers(((Mlp)learner.Net).Layers[1].Weight.Value));
            Biases.Add(Toys.Numbers(((Mlp)learner.Net).Layers[1].Bias!.Value));
        }
    }

    private sealed class Seen : Strategy
    {
        public int Count { get; private set; }

        public override string Name => "seen";

        public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
        {
            Count += batch.Count;
            return loss;
        }
    }

    // The weights of the second layer that any path has moved in the first task.
    private sealed class Strayed(double[] first) : Strategy
    {
        public HashSet<int> Places { get; } = [];

        public override string Name => "strayed";

        public override void AfterStep(Learner learner)
        {
            if (learner.Number == 0) Places.UnionWith(Toys.Numbers(((Mlp)learner.Net).Layers[1].Weight.Value).Index().Where(now => now.Item != first[now.Index]).Select(now => now.Index));
        }
    }

    // The weights of the second layer after the last step of the first task, before they are pruned.
    private sealed class BeforePruning : Strategy
    {
        private double[] _last = [];

        public BeforePruning(out Func<double[]> trained) => trained = () => _last;

        public override string Name => "before pruning";

        public override void AfterStep(Learner learner)
        {
            if (learner.Number == 0) _last = Toys.Numbers(((Mlp)learner.Net).Layers[1].Weight.Value);
        }
    }
}
