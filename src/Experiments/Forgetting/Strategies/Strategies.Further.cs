using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

// What is measured beside the claims: estimators of the Fisher information, more strategies and streams, the search for λ and c.
public sealed partial class Strategies
{
    private const string Packed = "PackNet", Gated = "XdG", Evolved = "PathNet", Projected = "A-GEM", Greedy = "GDumb", Dark = "DER++";

    private const int SheetColumns = 8, PictureDigits = 3, SomeExamples = 100, FisherBatch = 20;

    /// <summary>The grids of the search, from end to end in equal ratios: of eight values EWC's and SI's are 10 apart, LwF's 4, those of the lower rate 2.7.</summary>
    private static readonly (string Name, double Low, double High, Scenario[] Scenarios, Func<double, Strategy> Make)[] s_grids =
    [
        (WithEwc, 0.5, 5_000_000, [Task, Domain, Class], value => new Ewc(value) { Proximal = true }),
        (WithSi, 0.1, 1_000_000, [Task, Domain, Class], value => new SynapticIntelligence(value)),
        (WithLwf, 1.0 / 64, 256, [Task, Domain, Class], value => new LearningWithoutForgetting(value)),
        (Slower, 0.001, 1, [Task], value => new LowerRate(value)),
    ];

    /// <summary>Of the Fisher information; the first is the one used elsewhere.</summary>
    private static FisherEstimator[] Fishers =>
        [new ExactFisher(), new ExactFisher { Examples = SomeExamples }, new SampledFisher(), new EmpiricalFisher(), new BatchedFisher { BatchSize = FisherBatch }];

    private static string Estimated(FisherEstimator fisher) => $"EWC, {fisher.Name}";

    // In a full run only; their sizes and likeness are measured in every run.
    private static IEnumerable<Job> Estimators(Settings s) =>
        from at in Enumerable.Range(1, s.More ? Fishers.Length - 1 : 0) select Treat(Estimated(Fishers[at]), Task, () => new Ewc(s.Ewc[0]) { Proximal = true, Fisher = Fishers[at] });

    private static IEnumerable<Job> Further(Settings s, Lab lab)
    {
        if (!s.More) yield break;
        int classes = Classes(s, lab);
        yield return Treat(Packed, Task, () => new PackNet());
        yield return Treat(Evolved, Task, () => new PathNet());
        yield return Treat(Gated, Task, () => new Xdg());
        foreach (Scenario scenario in s_scenarios)
        {
            yield return Treat(Projected, scenario, () => new AveragedGem(new Reservoir(s.PerClass * classes)));
            yield return Treat(Greedy, scenario, () => new Gdumb(s.PerClass * classes) { Epochs = GreedyEpochs(s, classes) });
            yield return Treat(Dark, scenario, () => new DarkExperienceReplay(new Reservoir(s.PerClass * classes)));
        }
        foreach (string benchmark in (string[])[TaskRuns.Permuted, TaskRuns.Rotated])
        {
            Job[] jobs =
            [
                Control(Plain, Domain, Naive),
                Treat(WithEwc, Domain, () => Ewc(s, 1)),
                Treat(Replayed, Domain, () => new Replay(new Reservoir(s.PerClass * lab.Data.Classes))),
                Treat(Cumulative, Domain, () => new Joint { Restarts = false }),
            ];
            foreach (Job job in jobs) yield return job with { Benchmark = benchmark, HasCurve = benchmark == TaskRuns.Rotated };
        }
    }

    // As many steps over the memory as others take over a task.
    private static int GreedyEpochs(Settings s, int classes) => Math.Max(1, s.Epochs * s.ExamplesPerTask / (s.PerClass * classes));

    private static IEnumerable<Job> Tried(Settings s) =>
        from grid in s_grids
        from scenario in grid.Scenarios
        from value in Grid(grid.Low, grid.High, s.Search)
        select Control(Try(grid.Name, value), scenario, () => grid.Make(value)) with { Benchmark = TaskRuns.HeldOut };

    private static string Try(string name, double value) => FormattableString.Invariant($"{name} with {value:G3}");

    private static IEnumerable<double> Grid(double low, double high, int count) => Enumerable.Range(0, count).Select(i => low * Math.Pow(high / low, i / Math.Max(1.0, count - 1)));

    // Of one net, the naive one after its last task: how large each estimate is, and how like the exact one.
    private static void NoteFisher(Lab lab, Learner learner, Measurements found)
    {
        using var scope = MemoryScope.Open();
        Examples last = learner.Task.Train;
        double[][] all = [.. Fishers.Select(fisher =>
        {
            ParameterState f = fisher.Of(learner.Net, last.Images, last.Labels, learner.Task.TrainOutputs, lab.Random($"fisher, {fisher.Name}"));
            return f.Parameters.SelectMany(parameter => f[parameter].To(DType.Float64).ToArray<double>()).ToArray();
        })];
        found.Add("fisher/size", all.Select(f => f.Sum() / all[0].Sum()));
        found.Add("fisher/rank", all.Select(f => Spearman.Rho(f, all[0])));
    }

    // Of each class the first ones remembered, by the place of the class in the stream, with the names of the classes.
    private static void NoteMemory(Lab lab, Learner learner, Settings s, Measurements found)
    {
        using var scope = MemoryScope.Open();
        if (learner.Strategy is not Replay { Memory: { Count: > 0 } memory })
        {
            found.Add("memory/classes", []);
            return;
        }
        Examples all = memory.All;
        (int rows, int columns) = lab.Data.PooledSize(s.Side);
        double[] pixels = all.Images.Reshape(-1, lab.Data.Channels, rows, columns).Mean([1]).To(DType.Float64).ToArray<double>();
        (double low, double high) = (pixels.Min(), pixels.Max());
        int[] units = all.Labels.ToArray<int>();
        var classes = new List<double>();
        foreach ((int label, int unit) in learner.Stream.Tasks.SelectMany(task => task.Classes.Zip(task.Outputs)))
        {
            int[] kept = [.. Enumerable.Range(0, units.Length).Where(i => units[i] == unit).Take(SheetColumns)];
            classes.Add(label);
            found.Add($"memory/{classes.Count - 1}", kept.SelectMany(i => pixels[(i * rows * columns)..((i + 1) * rows * columns)]).Select(x => Math.Round((x - low) / (high - low), PictureDigits)));
        }
        found.Add("memory/size", [rows, columns]);
        found.Add("memory/classes", classes);
    }
}
