using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

/// <summary>The image nets of one seed: pairs of classes one after the other, all of which count at test and no task is told. Strategies meet the same tasks, weights and orders.</summary>
/// <param name="lab">Streams, data and device.</param>
/// <param name="s">Sizes and rates.</param>
/// <param name="found">Where accuracies go.</param>
/// <param name="runs">How many runs there will be, to tell the progress.</param>
internal sealed class ImageTrials(Lab lab, Dreaming.Settings s, Measurements found, int runs)
{
    // Far above what is usual: only what explodes is clipped.
    private const double ClipNorm = 5;

    private readonly DreamStudy _study = new(lab, s, found);
    private int _done;

    /// <summary>Channels, height and width of the pooled images.</summary>
    public static Shape Picture(Lab lab, int side)
    {
        int k = Math.Max(1, Math.Min(lab.Data.Height, lab.Data.Width) / side);
        return [lab.Data.Channels, lab.Data.Height / k, lab.Data.Width / k];
    }

    /// <summary>Learns the tasks, and notes accuracies, bytes, and what the dreams are like after each task.</summary>
    public void Run(string name, Arm arm, Func<Strategy> control, Func<Strategy> treatment)
    {
        using var scope = MemoryScope.Open();
        RandomStream Random(string stream) => lab.IsPlacebo && arm == Arm.Treatment ? lab.Random(stream, arm).Child(name) : lab.Random(stream, arm);
        TaskStream stream = Stream(Random);
        var net = new Mlp([stream.Tasks[0].Train.Images.Shape[1], .. s.Units, stream.Outputs], Activation.Relu, Initialiser.He, Random("weights of the image net"));
        var plan = new TrainingPlan(Random("learning"), parameters => new Sgd(parameters, s.ImageRate))
        {
            Epochs = s.Epochs,
            BatchSize = s.BatchSize,
            ClipNorm = ClipNorm,
            Progress = share => lab.Report((_done + share) / runs),
        };
        Strategy strategy = lab.Choose(arm, control, treatment)();
        Strategy watched = strategy is DreamReplay dreamer ? new Combined(strategy, new DreamWatch(learner => _study.Look(name, learner, dreamer))) : strategy;
        ContinualRun run = new Learner(net, stream, watched, plan).Run();
        _done++;
        int tasks = run.Accuracies.Tasks;
        found.Add($"accuracy/{name}", from after in Enumerable.Range(0, tasks) from task in Enumerable.Range(0, tasks) select run.Accuracies[after, task]);
        found.Add($"untrained/{name}", run.Accuracies.Untrained);
        found.Add($"bytes/{name}", run.StoredBytes[^1]);
    }

    /// <summary>The matrix that a run noted.</summary>
    public static AccuracyMatrix Matrix(double[] flat, double[] untrained)
    {
        var accuracies = new double[untrained.Length, untrained.Length];
        Buffer.BlockCopy(flat, 0, accuracies, 0, flat.Length * sizeof(double));
        return new(Scenario.ClassIncremental, accuracies, untrained);
    }

    /// <summary>Pooled images with their labels, drawn at random.</summary>
    public static LabelledImages Pooled(Lab lab, ImageSet images, int most, int side, RandomStream examples)
    {
        int[] chosen = examples.Permutation(images.Count)[..Math.Min(most, images.Count)];
        return new(lab.Data.Pooled(lab.Images(images).Rows(chosen), side), lab.Labels(images).Rows(chosen));
    }

    private TaskStream Stream(Func<string, RandomStream> random)
    {
        int[][] classes = [.. random("tasks").Permutation(lab.Data.Classes).Chunk(Math.Max(1, lab.Data.Classes / s.Tasks)).Take(s.Tasks)];
        return TaskStream.Split(
            Pooled(lab, lab.Data.Train, s.ExamplesPerTask * s.Tasks, s.Side, random("examples")), Pooled(lab, lab.Data.Test, s.TestImages, s.Side, random("test images")), classes, Scenario.ClassIncremental);
    }
}
