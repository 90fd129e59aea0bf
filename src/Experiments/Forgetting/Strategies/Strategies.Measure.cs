using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

// What one seed measures.
public sealed partial class Strategies
{
    private const string Plain = "naive", Together = "joint", WithEwc = "EWC", WithSi = "SI", WithLwf = "LwF", WithHat = "HAT", Replayed = "replay", Cumulative = "full replay",
        NoPenalty = "EWC, λ = 0", NoPath = "SI, c = 0", NoAnswers = "LwF, λ = 0", PermutedFisher = "EWC, Fisher permuted", Rigid = "EWC, λ → ∞", Frozen = "frozen features",
        LevelFisher = "EWC, Fisher levelled", Slower = "lower rate", OfNoise = "replay of noise", Shuffled = "replay, labels shuffled";

    private const Scenario Task = Scenario.TaskIncremental, Domain = Scenario.DomainIncremental, Class = Scenario.ClassIncremental;

    private static readonly Scenario[] s_scenarios = [Task, Domain, Class];

    /// <summary>One stream, learned with one strategy.</summary>
    private sealed record Job(string Name, Scenario Scenario, Arm Arm, Func<Strategy> Control, Func<Strategy> Treatment)
    {
        public string Benchmark { get; init; } = TaskRuns.Split;

        public bool HasCurve { get; init; }

        public string Key => TaskRuns.Key(Name, Benchmark, Scenario);
    }

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        using var scope = MemoryScope.Open();
        List<Job> jobs = [.. s_scenarios.SelectMany(scenario => Compared(s, lab, scenario)), .. Orders(s), .. Controls(s, lab), .. Sweep(s, lab), .. Estimators(s), .. Further(s, lab), .. Tried(s)];
        var runs = new TaskRuns(lab, Sizes(s), found, jobs.Count);
        Dictionary<string, Learner> learners = jobs.ToDictionary(job => job.Key, job => runs.Run(job.Benchmark, job.Name, job.Arm, job.Control, job.Treatment, s.Hidden, job.Scenario, job.HasCurve));
        foreach (string name in (string[])[NoPenalty, NoPath, NoAnswers])
            found.Add($"bits/{name}", Differing(learners[TaskRuns.Key(name, TaskRuns.Split, Task)].Net, learners[TaskRuns.Key(Plain, TaskRuns.Split, Task)].Net));
        found.Add("outputs", s_scenarios.Select(scenario => (double)Asked(learners[TaskRuns.Key(Plain, TaskRuns.Split, scenario)].Stream)));
        NoteFisher(lab, learners[TaskRuns.Key(Plain, TaskRuns.Split, Task)], found);
        NoteMemory(lab, learners[TaskRuns.Key(Replayed, TaskRuns.Split, Class)], s, found);
    }

    // In all scenarios; the references first.
    private static IEnumerable<Job> Compared(Settings s, Lab lab, Scenario scenario)
    {
        int at = Array.IndexOf(s_scenarios, scenario);
        bool isClass = scenario == Class;
        yield return Control(Plain, scenario, Naive) with { HasCurve = isClass };
        yield return Treat(Together, scenario, () => new Joint());

        // Replay is held against the penalties where the class is asked for, so that they are controls there.
        Func<string, Scenario, Func<Strategy>, Job> penalty = isClass ? Control : Treat;
        yield return penalty(WithEwc, scenario, () => Ewc(s, at));
        yield return penalty(WithSi, scenario, () => new SynapticIntelligence(s.Si[at]));
        yield return Treat(WithLwf, scenario, () => new LearningWithoutForgetting(s.Lwf[at]));
        yield return new Job(Replayed, scenario, Arm.Treatment, isClass ? () => Ewc(s, at) : Naive, () => Memory(s, lab, s.PerClass)) { HasCurve = isClass };
        if (scenario == Task) yield return Treat(WithHat, scenario, () => new Hat(s.HatStrength));
        if (isClass) yield return Treat(Cumulative, scenario, () => new Joint { Restarts = false }) with { HasCurve = true };
    }

    // The same classes in other pairs, where forgetting differs much from order to order.
    private static IEnumerable<Job> Orders(Settings s)
    {
        for (int order = 1; order < s.Orders; order++)
        {
            yield return Control(Plain, Task, Naive) with { Benchmark = TaskRuns.Reordered(order) };
            yield return Treat(WithEwc, Task, () => Ewc(s, 0)) with { Benchmark = TaskRuns.Reordered(order) };
            yield return Treat(WithSi, Task, () => new SynapticIntelligence(s.Si[0])) with { Benchmark = TaskRuns.Reordered(order) };
            yield return Treat(WithLwf, Task, () => new LearningWithoutForgetting(s.Lwf[0])) with { Benchmark = TaskRuns.Reordered(order) };
            foreach (Job job in Baselines(s)) yield return job with { Benchmark = TaskRuns.Reordered(order) };
        }
    }

    // What knows nothing of which weights are needed.
    private static IEnumerable<Job> Baselines(Settings s) =>
    [
        Control(PermutedFisher, Task, () => new Ewc(s.Ewc[0]) { Proximal = true, PermutesFisher = true }),
        Control(LevelFisher, Task, () => new Ewc(s.Ewc[0]) { Proximal = true, LevelsFisher = true }),
        Control(Frozen, Task, () => new FrozenFeatures()),
        Control(Slower, Task, () => new LowerRate(s.LaterRate)),
    ];

    private static IEnumerable<Job> Controls(Settings s, Lab lab) =>
    [
        Control(NoPenalty, Task, () => new Ewc(0) { Proximal = true }),
        Control(NoPath, Task, () => new SynapticIntelligence(0)),
        Control(NoAnswers, Task, () => new LearningWithoutForgetting(0)),
        .. Baselines(s),
        Control(Rigid, Task, () => new Ewc(double.PositiveInfinity) { Proximal = true }),
        Control(OfNoise, Class, () => Memory(s, lab, s.PerClass, disguise: Noise(lab))),
        Control(Shuffled, Class, () => Memory(s, lab, s.PerClass, shuffles: true)),
    ];

    private static IEnumerable<Job> Sweep(Settings s, Lab lab) => s.Memories.Select(count => Treat(Remembered(count), Class, () => Memory(s, lab, count)));

    private static string Remembered(int count) => $"replay of {count}";

    private static Job Control(string name, Scenario scenario, Func<Strategy> strategy) => new(name, scenario, Arm.Control, strategy, strategy);

    private static Job Treat(string name, Scenario scenario, Func<Strategy> strategy) => new(name, scenario, Arm.Treatment, Naive, strategy);

    private static Strategy Naive() => new Naive();

    private static Ewc Ewc(Settings s, int scenario) => new(s.Ewc[scenario]) { Proximal = true };

    private static int Classes(Settings s, Lab lab) => Math.Max(1, lab.Data.Classes / s.Tasks) * s.Tasks;

    private static Replay Memory(Settings s, Lab lab, int ofEach, Func<Examples, Examples>? disguise = null, bool shuffles = false) =>
        new(new Reservoir(ofEach * Classes(s, lab))) { Disguise = disguise, ShufflesLabels = shuffles };

    // As the images are: of mean 0 and deviation 1.
    private static Func<Examples, Examples> Noise(Lab lab)
    {
        RandomStream noise = lab.Random("noise images");
        return examples => examples with { Images = noise.Normal(examples.Images.Shape) };
    }

    private static TaskSizes Sizes(Settings s) => new(s.Tasks, s.ExamplesPerTask, s.TestImages, s.Side, s.Epochs, s.BatchSize, s.LearningRate)
    {
        SettlesJoint = true,
        Clip = s.Clip,
        Angles = s.Angles,
        CurveEvery = s.CurveEvery,
        CurveImages = s.CurveImages,
    };

    // Among how many outputs it chooses at the end.
    private static int Asked(TaskStream stream) => stream.TestOutputs(0, stream.Tasks.Count - 1).Count;

    // Weights of which a bit differs.
    private static double Differing(Module one, Module other) => one.Parameters.Zip(other.Parameters).Sum(pair =>
        pair.First.Value.ToArray<float>().Zip(pair.Second.Value.ToArray<float>()).Count(numbers => BitConverter.SingleToInt32Bits(numbers.First) != BitConverter.SingleToInt32Bits(numbers.Second)));
}
