using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>How a stream of tasks is made and learned: the same for every strategy that is compared.</summary>
internal sealed record TaskSizes(int Tasks, int ExamplesPerTask, int TestImages, int Side, int Epochs, int BatchSize, double LearningRate)
{
    /// <summary>As in HAT's program: so long that it only stops what has exploded.</summary>
    public const double ClipNorm = 10_000;

    /// <summary>True where hyper-parameters are chosen: validation images stand in the place of test images.</summary>
    public bool OnValidation { get; init; }

    /// <summary>True lets the learning rate of joint learning, the reference, fall evenly towards 0 over the epochs of each task. At a constant one its last steps may cost a task much.</summary>
    public bool SettlesJoint { get; init; }
}

/// <summary>The runs of one seed over two task-incremental streams: classes in pairs, and pixels permuted. Strategies meet the same tasks, weights and orders.</summary>
/// <param name="lab">Streams, data and device.</param>
/// <param name="sizes">Of tasks and training.</param>
/// <param name="found">Where accuracies go.</param>
/// <param name="count">How many runs there will be, to tell the progress.</param>
internal sealed class TaskRuns(Lab lab, TaskSizes sizes, Measurements found, int count)
{
    public const string Split = "split", Permuted = "permuted", Mixture = "mixture";

    // A blank set has none.
    private const double SmallestSpread = 1e-6;

    private int _done;

    /// <summary>Learns a stream and notes the accuracies, the capacity and the bytes.</summary>
    public Learner Run(string benchmark, string name, Arm arm, Func<Strategy> control, Func<Strategy> treatment, IReadOnlyList<int> hidden)
    {
        TaskStream stream = Stream(benchmark, name, arm);
        int pixels = stream.Tasks[0].Train.Images.Shape[1];
        var net = new Mlp([pixels, .. hidden, stream.Outputs], Activation.Relu, Initialiser.He, Random("weights", name, arm));
        Learner learner = null!;
        var rate = new Schedule(_ => sizes.SettlesJoint && learner.Strategy is Joint ? sizes.LearningRate * (sizes.Epochs - learner.Epoch) / sizes.Epochs : sizes.LearningRate);
        var plan = new TrainingPlan(Random("learning", name, arm), parameters => new Sgd(parameters, rate))
        {
            Epochs = sizes.Epochs,
            BatchSize = sizes.BatchSize,
            ClipNorm = TaskSizes.ClipNorm,
            Progress = share => lab.Report((_done + share) / count),
        };
        learner = new Learner(net, stream, lab.Choose(arm, control, treatment)(), plan);
        ContinualRun run = learner.Run();
        _done++;
        int tasks = run.Accuracies.Tasks;
        string of = $"{name}/{benchmark}";
        found.Add($"accuracy/{of}", from after in Enumerable.Range(0, tasks) from task in Enumerable.Range(0, tasks) select run.Accuracies[after, task]);
        found.Add($"untrained/{of}", run.Accuracies.Untrained);
        found.Add($"capacity/{of}", run.Capacity);
        found.Add($"bytes/{of}", run.StoredBytes[^1]);
        return learner;
    }

    /// <summary>The matrix that a run noted.</summary>
    public static AccuracyMatrix Matrix(Evidence evidence, int seed, string name, string benchmark)
    {
        double[] untrained = evidence.Series($"untrained/{name}/{benchmark}")[seed], flat = evidence.Series($"accuracy/{name}/{benchmark}")[seed];
        var accuracies = new double[untrained.Length, untrained.Length];
        Buffer.BlockCopy(flat, 0, accuracies, 0, flat.Length * sizeof(double));
        return new(Scenario.TaskIncremental, accuracies, untrained);
    }

    // Of a placebo's treatments each has streams of its own; they would else be one and the same run.
    private RandomStream Random(string name, string run, Arm arm) => lab.IsPlacebo && arm == Arm.Treatment ? lab.Random(name, arm).Child(run) : lab.Random(name, arm);

    private TaskStream Stream(string benchmark, string name, Arm arm)
    {
        bool isSplit = benchmark == Split;
        using var scope = MemoryScope.Open();
        (Tensor pixels, Tensor labels) = Images(lab.Data.Train, sizes.ExamplesPerTask * (benchmark == Permuted ? 1 : sizes.Tasks), Random("examples", name, arm));
        (Tensor unseen, Tensor unseenLabels) = Images(sizes.OnValidation ? lab.Data.Validation : lab.Data.Test, sizes.TestImages, Random("test images", name, arm));
        double mean = pixels.Mean().Item(), scale = 1 / Math.Max(pixels.StandardDeviation().Item(), SmallestSpread);
        LabelledImages train = new((pixels - mean) * scale, labels), test = new((unseen - mean) * scale, unseenLabels);
        RandomStream order = Random($"tasks, {benchmark}", name, arm);
        int classes = Math.Max(1, lab.Data.Classes / sizes.Tasks);
        TaskStream stream = benchmark == Mixture ? TaskMixture.Of(lab, train, test, lab.Data.PooledSize(sizes.Side), sizes.ExamplesPerTask, sizes.OnValidation, order) : isSplit
            ? TaskStream.Split(train, test, [.. order.Permutation(lab.Data.Classes).Chunk(classes).Take(sizes.Tasks)], Scenario.TaskIncremental)
            : TaskStream.Permuted(train, test, sizes.Tasks, Scenario.TaskIncremental, order);
        foreach (LearningTask task in stream.Tasks)
        {
            foreach (Tensor kept in (Tensor[])[task.Train.Images, task.Train.Labels, task.Test.Images, task.Test.Labels]) scope.Keep(kept);
        }
        return stream;
    }

    private (Tensor Pixels, Tensor Labels) Images(Data.ImageSet images, int most, RandomStream examples)
    {
        int[] chosen = examples.Permutation(images.Count)[..Math.Min(most, images.Count)];
        return (lab.Data.Pooled(lab.Images(images).Rows(chosen), sizes.Side), lab.Labels(images).Rows(chosen));
    }
}
