using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

// What one seed measures.
public sealed partial class HardAttention
{
    private const string Plain = "plain", OneByOne = "one after the other", Together = "joint", WithHat = "HAT", WithEwc = "EWC", RandomMask = "XdG", Packed = "PackNet",
        Paths = "PathNet", ForwardOnly = "forward only", Uncompensated = "uncompensated", Longer = "long steps", FewPlain = "plain, few units",
        FewHat = "HAT, few units", Slower = "slow rate", Falling = "falling rate", PermutedEwc = "EWC, permuted";

    private const int Runs = 19, MixtureRuns = 7;

    // The smaller rate of plain training: it learns the pairs still.
    private const double SmallerRate = 0.2;

    private const int LeastClasses = 2;

    // Numbers behind pictures; finer than they show.
    private const int PictureDigits = 3, EmbeddingsShown = 24;

    protected override void Require(Settings s)
    {
        if (s.Hidden.Count == 0 || s.Hidden.Any(units => units % s.Modules != 0))
            throw new UsageException($"hidden is {string.Join(",", s.Hidden)} and modules {s.Modules}; there is a hidden layer, and each has a whole number of units for each module of PathNet");
        if (s.FewHidden.Count == 0) throw new UsageException("few-hidden is empty; it needs a hidden layer");
    }

    protected override void Measure(Lab lab, Settings s, Measurements found)
    {
        int groups = s.Mixture ? Math.Max(s.Tasks, TaskMixture.Pairs) : s.Tasks;
        if (lab.Data.Classes / groups < LeastClasses)
            throw new UsageException($"{lab.Data.Classes} classes make no {groups} tasks of {LeastClasses} classes or more; choose fewer tasks, or data with more classes");
        using var scope = MemoryScope.Open();
        var sizes = new TaskSizes(s.Tasks, s.ExamplesPerTask, s.TestImages, s.Side, s.Epochs, s.BatchSize, s.LearningRate) { SettlesJoint = true, OnValidation = s.Validate };
        var runs = new TaskRuns(lab, sizes, found, Runs + (s.Mixture ? MixtureRuns : 0) + (lab.IsPlacebo ? 1 : 0));
        Strategy Naive() => new Naive();
        Hat Hat(bool restricts = true, bool compensates = true) => new(s.Strength, s.LargestScale) { Restricts = restricts, Compensates = compensates };

        Learner hat = Compare(TaskRuns.Split);
        if (lab.IsPlacebo) Treat(TaskRuns.Split, OneByOne, () => new Joint(), Naive);      // else it is plain training once more
        Control(TaskRuns.Split, ForwardOnly, () => Hat(restricts: false));
        Control(TaskRuns.Split, Slower, () => new ScaledSteps(_ => SmallerRate));
        Control(TaskRuns.Split, Falling, () => new ScaledSteps(learner => (s.Epochs - learner.Epoch) / (double)s.Epochs));
        Treat(TaskRuns.Split, PermutedEwc, Naive, () => new Ewc(s.Ewc) { Proximal = true, PermutesFisher = true });
        Note(hat, TaskRuns.Split);
        found.Add("embedding", (hat.Strategy as Hat)?.Parameters[0].Value.To(DType.Float64).ToArray<double>().Take(EmbeddingsShown).Select(e => Math.Round(e, PictureDigits)) ?? []);
        if (s.Mixture) _ = Compare(TaskRuns.Mixture);

        Control(TaskRuns.Permuted, Plain, Naive);
        Control(TaskRuns.Permuted, Uncompensated, () => Hat(compensates: false));
        Control(TaskRuns.Permuted, Longer, Stretched);
        Control(TaskRuns.Permuted, ForwardOnly, () => Hat(restricts: false));
        Treat(TaskRuns.Permuted, RandomMask, Naive, () => new Xdg(s.Off));
        hat = Treat(TaskRuns.Permuted, WithHat, () => Hat(compensates: false), () => Hat());
        Note(hat, TaskRuns.Permuted);
        found.Add("wrong task", WrongTask(hat));
        runs.Run(TaskRuns.Permuted, FewPlain, Arm.Control, Naive, Naive, s.FewHidden);
        runs.Run(TaskRuns.Permuted, FewHat, Arm.Control, () => Hat(), () => Hat(), s.FewHidden);

        Learner Compare(string benchmark)
        {
            Control(benchmark, Together, () => new Joint());
            found.Add($"guessing/{benchmark}", Control(benchmark, Plain, Naive).Stream.Tasks.Select(task => 1.0 / task.Classes.Count));
            Treat(benchmark, WithEwc, Naive, () => new Ewc(s.Ewc) { Proximal = true });
            Treat(benchmark, RandomMask, Naive, () => new Xdg(s.Off));
            Treat(benchmark, Packed, Naive, () => new PackNet(s.Pruned));
            Treat(benchmark, Paths, Naive, () => new PathNet { Modules = s.Modules, Active = Math.Min(3, s.Modules) });
            return Treat(benchmark, WithHat, Naive, () => Hat());
        }

        Strategy Stretched()
        {
            Hat uncompensated = Hat(compensates: false);
            return new Combined(uncompensated, new LongSteps(uncompensated, s.LargestScale));
        }

        Learner Control(string benchmark, string name, Func<Strategy> strategy) => runs.Run(benchmark, name, Arm.Control, strategy, strategy, s.Hidden);

        Learner Treat(string benchmark, string name, Func<Strategy> control, Func<Strategy> treatment) =>
            runs.Run(benchmark, name, Arm.Treatment, control, treatment, s.Hidden);

        void Note(Learner learner, string benchmark)
        {
            var masks = learner.Strategy as Hat;
            for (int task = 0; task < s.Tasks; task++)
            {
                found.Add($"mask/{benchmark}/{task}", masks?.Attention(task).SelectMany(layer => layer.To(DType.Float64).ToArray<double>()).Select(a => Math.Round(a, PictureDigits)) ?? []);
            }
            found.Add($"leaking/{benchmark}", Enumerable.Range(0, s.Tasks).Select(task => masks?.Leaking(task) ?? double.NaN));
        }
    }

    // Beyond guessing; the mean over all tasks and all other tasks that are told instead.
    private static double WrongTask(Learner learner)
    {
        IReadOnlyList<LearningTask> tasks = learner.Stream.Tasks;
        return (from task in tasks from told in tasks where told != task select learner.Accuracy(task.Number, told.Number) - 1.0 / task.Classes.Count).Average();
    }
}
