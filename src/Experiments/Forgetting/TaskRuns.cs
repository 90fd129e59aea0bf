using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>The runs of one seed over streams of classes in groups, of pixels permuted and of images turned. Strategies meet the same tasks, weights and orders.</summary>
/// <param name="lab">Streams, data and device.</param>
/// <param name="sizes">Of tasks and training.</param>
/// <param name="found">Where accuracies go.</param>
/// <param name="count">How many runs there will be, to tell the progress.</param>
internal sealed class TaskRuns(Lab lab, TaskSizes sizes, Measurements found, int count)
{
    public const string Split = "split", Permuted = "permuted", Mixture = "mixture", Rotated = "rotated";

    /// <summary>Classes in groups, in another order, with validation images in the place of test images: where hyper-parameters are chosen.</summary>
    public const string HeldOut = "split, validation";

    /// <summary>Classes in groups, in other orders.</summary>
    public static string Reordered(int order) => $"{Split}, order {order + 1}";

    // A blank set has none.
    private const double SmallestSpread = 1e-6;

    private readonly Dictionary<(string, Scenario, string), TaskStream> _streams = [];
    private int _done;

    /// <summary>Learns a stream and notes the accuracies, the capacity and the bytes, and the curve where one is asked for.</summary>
    public Learner Run(string benchmark, string name, Arm arm, Func<Strategy> control, Func<Strategy> treatment, IReadOnlyList<int> hidden,
        Scenario scenario = Scenario.TaskIncremental, bool hasCurve = false)
    {
        TaskStream stream = Met(benchmark, scenario, name, arm);
        int pixels = stream.Tasks[0].Train.Images.Shape[1];
        var net = new Mlp([pixels, .. hidden, stream.Outputs], Activation.Relu, Initialiser.He, lab.Random("weights", arm, name));
        Learner learner = null!;
        var rate = new Schedule(_ => sizes.SettlesJoint && learner.Strategy is Joint { Restarts: true } ? sizes.LearningRate * (sizes.Epochs - learner.Epoch) / sizes.Epochs : sizes.LearningRate);
        var plan = new TrainingPlan(lab.Random("learning", arm, name), parameters => new Sgd(parameters, rate))
        {
            Epochs = sizes.Epochs,
            BatchSize = sizes.BatchSize,
            ClipNorm = sizes.Clip,
            EvaluateEvery = hasCurve ? sizes.CurveEvery : 0,
            CurveImages = sizes.CurveImages,
            Progress = share => lab.Report((_done + share) / count),
        };
        learner = new Learner(net, stream, lab.Choose(arm, control, treatment)(), plan);
        ContinualRun run = Learned(learner);
        _done++;
        int tasks = run.Accuracies.Tasks;
        string of = Key(name, benchmark, scenario);
        found.Add($"accuracy/{of}", from after in Enumerable.Range(0, tasks) from task in Enumerable.Range(0, tasks) select run.Accuracies[after, task]);
        found.Add($"untrained/{of}", from after in Enumerable.Range(0, tasks) from task in Enumerable.Range(0, tasks) select run.Accuracies.UntrainedAmong(after, task));
        found.Add($"capacity/{of}", run.Capacity);
        found.Add($"bytes/{of}", run.StoredBytes[^1]);
        if (!hasCurve) return learner;
        found.Add($"curve/{of}", run.Curve.Points.Select(point => point.Accuracies[0]));
        found.Add($"place/{of}", run.Curve.Points.GroupBy(point => point.Task).SelectMany(task => task.Select(point => task.Key + (point.Step - task.First().Step) / (double)(task.Last().Step - task.First().Step))));
        found.Add($"anytime/{of}", [run.Curve.AnytimeAccuracy, run.Curve.MinimumAccuracy, run.Curve.WorstCaseAccuracy, run.Curve.StabilityGap]);
        return learner;
    }

    private static ContinualRun Learned(Learner learner)
    {
        try
        {
            return learner.Run();
        }
        catch (DivergenceException error)
        {
            throw new UsageException($"with these settings a net is not trained: {error.Message}");
        }
    }

    /// <summary>What a run is called in the numbers. Task-incremental runs go by the stream's name alone.</summary>
    public static string Key(string name, string benchmark, Scenario scenario) =>
        scenario == Scenario.TaskIncremental ? $"{name}/{benchmark}" : $"{name}/{benchmark}, {scenario.Title()}";

    /// <summary>The matrix that a run noted.</summary>
    public static AccuracyMatrix Matrix(Evidence evidence, int seed, string name, string benchmark, Scenario scenario = Scenario.TaskIncremental)
    {
        string of = Key(name, benchmark, scenario);
        double[] untrained = evidence.Series($"untrained/{of}")[seed], flat = evidence.Series($"accuracy/{of}")[seed];
        return new(scenario, Square(flat), Square(untrained));
    }

    private static double[,] Square(double[] flat)
    {
        int side = (int)Math.Round(Math.Sqrt(flat.Length));
        var square = new double[side, side];
        Buffer.BlockCopy(flat, 0, square, 0, flat.Length * sizeof(double));
        return square;
    }

    // Runs that draw the same numbers share one copy of their stream.
    private TaskStream Met(string benchmark, Scenario scenario, string name, Arm arm)
    {
        (string, Scenario, string) key = (benchmark, scenario, lab.IsPlacebo && arm == Arm.Treatment ? name : "");
        return _streams.TryGetValue(key, out TaskStream? stream) ? stream : _streams[key] = Stream(benchmark, scenario, name, arm);
    }

    private TaskStream Stream(string benchmark, Scenario scenario, string name, Arm arm)
    {
        bool isSplit = benchmark.StartsWith(Split, StringComparison.Ordinal);
        using var scope = MemoryScope.Open();
        bool isValidated = sizes.OnValidation || benchmark == HeldOut;
        (Tensor pixels, Tensor labels) = Drawn(lab, lab.Data.Train, sizes.ExamplesPerTask * (isSplit || benchmark == Mixture ? sizes.Tasks : 1), sizes.Side, lab.Random("examples", arm, name));
        (Tensor unseen, Tensor unseenLabels) = Drawn(lab, isValidated ? lab.Data.Validation : lab.Data.Test, sizes.TestImages, sizes.Side, lab.Random("test images", arm, name));
        // What a turned image has no pixel for is 0, and so has to be black.
        double mean = benchmark == Rotated || sizes.KeepsPixels ? 0 : pixels.Mean().Item(), scale = sizes.KeepsPixels ? 1 : 1 / Math.Max(pixels.StandardDeviation().Item(), SmallestSpread);
        LabelledImages train = new((pixels - mean) * scale, labels), test = new((unseen - mean) * scale, unseenLabels);
        RandomStream order = lab.Random($"tasks, {benchmark}", arm, name);
        int classes = Math.Max(1, lab.Data.Classes / sizes.Tasks);
        TaskStream stream = benchmark switch
        {
            _ when isSplit => TaskStream.SplitDrawn(train, test, [.. order.Permutation(lab.Data.Classes).Chunk(classes).Take(sizes.Tasks)], scenario),
            Permuted => TaskStream.Permuted(train, test, sizes.Tasks, scenario, order),
            Rotated => TaskStream.Rotated(train, test, lab.Data.PooledSize(sizes.Side), sizes.Angles, scenario),
            _ => TaskMixture.Of(lab, train, test, lab.Data.PooledSize(sizes.Side), sizes.ExamplesPerTask, isValidated, order),
        };
        foreach (LearningTask task in stream.Tasks)
        {
            foreach (Tensor kept in (Tensor[])[task.Train.Images, task.Train.Labels, task.Test.Images, task.Test.Labels]) scope.Keep(kept);
        }
        return stream;
    }

    /// <summary>Images drawn at random and pooled to about so many pixels a side, with their labels.</summary>
    public static (Tensor Pixels, Tensor Labels) Drawn(Lab lab, Data.ImageSet images, int most, int side, RandomStream examples)
    {
        int[] chosen = examples.Permutation(images.Count)[..Math.Min(most, images.Count)];
        return (lab.Data.Pooled(lab.Images(images).Rows(chosen), side), lab.Labels(images).Rows(chosen));
    }
}
