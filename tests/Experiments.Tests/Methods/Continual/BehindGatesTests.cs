using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

/// <summary>Memories and penalties combined with what answers each task in its own way.</summary>
public sealed class BehindGatesTests
{
    private const int Capacity = 20, Units = 10, NextUnits = 8;

    private static readonly (string Name, Func<Strategy> Make)[] s_gates =
    [
        ("XdG", () => new Xdg(0.5)),
        ("HAT", () => new Hat(0.1)),
        ("PackNet", () => new PackNet(0.5, 1)),
        ("PathNet", () => new PathNet { Modules = 2, Active = 1, Generations = 4 }),
    ];

    private static readonly (string Name, Func<Strategy> Make)[] s_memories =
    [
        ("replay", () => new Replay(new Balanced(Capacity))),
        ("A-GEM", () => new AveragedGem(new Reservoir(Capacity))),
        ("DER++", () => new DarkExperienceReplay(new Reservoir(Capacity))),
    ];

    public static TheoryData<string> Gates => [.. s_gates.Select(gate => gate.Name)];

    public static TheoryData<string, string> Pairs => [.. from gate in s_gates from memory in s_memories select (gate.Name, memory.Name)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void AMemoryOfSeveralTasksMayStandBehindGates(string gate, string memory)
    {
        (ContinualRun run, _) = Toys.Learn(new Combined(Gate(gate), s_memories.First(one => one.Name == memory).Make()), Scenario.TaskIncremental, Toys.Plan() with { Epochs = 6 });
        Assert.True(run.Accuracies.LearningAccuracy > 0.6, $"{run.Accuracies.LearningAccuracy}");
    }

    [Theory]
    [MemberData(nameof(Gates))]
    public void ABatchOfSeveralTasksIsAnsweredTaskByTask(string gate)
    {
        TaskStream stream = Toys.Split(Scenario.TaskIncremental, train: 60, dtype: DType.Float64);
        var learner = new Learner(Toys.Net(stream, DType.Float64), stream, Gate(gate), Toys.Plan());
        _ = learner.Run();
        Examples all = Examples.Concat([.. stream.Tasks.Select(task => task.Train)]);
        Examples mixed = all.Rows(new RandomStream(1, "mixed").Permutation(all.Count)[..50]);
        double[] logits = Toys.Numbers(learner.Logits(mixed));
        Gradients gradients = learner.LossOf(mixed).Backward();
        double[] sum = new double[learner.Net.ParameterCount];
        foreach (LearningTask task in stream.Tasks)
        {
            int[] rows = [.. Enumerable.Range(0, mixed.Count).Where(row => mixed.Tasks[row] == task.Number)];
            Examples own = mixed.Rows(rows);
            double[] given = Toys.Numbers(learner.Strategy.Logits(learner, own.Images, task.Number, training: true));
            Assert.Equal(given, rows.SelectMany(row => logits[(row * stream.Outputs)..((row + 1) * stream.Outputs)]));
            double[] slope = All(learner, learner.LossOf(own).Backward());
            for (int i = 0; i < sum.Length; i++) sum[i] += slope[i] * rows.Length / mixed.Count;
        }
        double[] whole = All(learner, gradients);
        Assert.Contains(whole, slope => Math.Abs(slope) > 1e-3);
        for (int i = 0; i < sum.Length; i++) Assert.Equal(sum[i], whole[i], 1e-12);
    }

    [Theory]
    [InlineData("HAT")]
    [InlineData("PackNet")]
    [InlineData("PathNet")]
    public void WhatIsHeldStaysBitForBitBeforeAProximalStep(string gate)
    {
        Strategy first = Gate(gate);
        var watch = new Held(first);
        _ = Toys.Learn(new Combined(first, new SynapticIntelligence(0.1), new Ewc(100) { Proximal = true }, watch), Scenario.TaskIncremental, Toys.Plan(0.1, 0.9) with { Epochs = 6, KeepsOptimiser = true });
        for (int task = 0; task < 2; task++)
        {
            int[] held = [.. watch.Places[task]];
            Assert.True(held.Length > 5, $"{held.Length} weights are held");
            for (int after = task + 1; after < 3; after++) Assert.All(held, i => Assert.Equal(watch.Weights[task][i], watch.Weights[after][i]));
        }
        Assert.NotEqual(watch.Weights[0], watch.Weights[2]);
    }

    [Fact]
    public void ThePathOfSynapticIntelligenceHasNoPartInWhatIsPutBack()
    {
        // Weights into heads of other tasks get gradients from the memory, and momentum; HAT puts them back.
        var si = new SynapticIntelligence(0.1);
        var watch = new HeadPaths(si);
        _ = Toys.Learn(new Combined(new Hat(0.1), si, new Replay(new Balanced(Capacity)), watch), Scenario.TaskIncremental, Toys.Plan(0.1, 0.9) with { KeepsOptimiser = true });
        Assert.True(watch.Own > 10, $"{watch.Own} weights of own heads");
    }

    private static Strategy Gate(string name) => s_gates.First(gate => gate.Name == name).Make();

    private static double[] All(Learner learner, Gradients gradients) => [.. learner.Net.Parameters.SelectMany(parameter => Toys.Numbers(gradients[parameter]))];

    // The weights of the second layer after each task, and the places of those that are held from then on.
    private sealed class Held(Strategy gate) : Strategy
    {
        public List<double[]> Weights { get; } = [];

        public List<int[]> Places { get; } = [];

        public override string Name => "held";

        public override void AfterTask(Learner learner)
        {
            Parameter weight = ((Mlp)learner.Net).Layers[1].Weight;
            Weights.Add(Toys.Numbers(weight.Value));
            Places.Add([.. Enumerable.Range(0, Units * NextUnits).Where(Holds(learner, weight))]);
        }

        private Func<int, bool> Holds(Learner learner, Parameter weight)
        {
            if (gate is PackNet pack)
            {
                IReadOnlyList<int?> owners = pack.Owners(weight);
                return i => owners[i] is not null;
            }
            // Of PathNet the last path alone, which is part of what is held.
            double[][] taken = [.. (gate is Hat hat ? hat.Taken : gate.Gates(learner, learner.Number, training: false)!).Select(Toys.Numbers)];
            return i => taken[0][i / NextUnits] == 1 && taken[1][i % NextUnits] == 1;
        }
    }

    private sealed class HeadPaths(SynapticIntelligence si) : Strategy
    {
        public int Own { get; private set; }

        public override string Name => "paths of heads";

        public override void AfterTask(Learner learner)
        {
            double[] path = Toys.Numbers(si.Path![((Mlp)learner.Net).Layers[^1].Weight]);
            for (int i = 0; i < path.Length; i++)
            {
                if (!learner.Task.Outputs.Contains(i % learner.Stream.Outputs)) Assert.Equal(0, path[i]);
                else if (path[i] != 0) Own++;
            }
        }
    }
}
