using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Memory;

/// <summary>What a net is to learn, and what net it is.</summary>
/// <param name="Name">Of the setting.</param>
/// <param name="Corrupted">The share of labels that are drawn again, p.</param>
/// <param name="Hidden">Units of the hidden layer; 0 for softmax regression.</param>
/// <param name="Side">Images are pooled by whole factors to about this many pixels a side.</param>
internal sealed record Trial(string Name, double Corrupted, int Hidden, int Side)
{
    /// <summary>What happens to the raw pixels, those of the test images included.</summary>
    public Func<Tensor, RandomStream, Tensor> Pixels { get; init; } = AsTheyAre;

    /// <summary>True where every epoch has labels of its own: there is nothing to memorise.</summary>
    public bool Redrawn { get; init; }

    private static Tensor AsTheyAre(Tensor images, RandomStream stream) => images;
}

/// <summary>How a trial went.</summary>
/// <param name="Curve">Accuracy on all training examples, with the labels of the epoch, after each epoch.</param>
/// <param name="Test">Accuracy on the test images with their true labels, at the end.</param>
/// <param name="Contradictions">Training images that another image equals in every pixel and contradicts in the label.</param>
internal sealed record Fit(double[] Curve, double Test, int Contradictions)
{
    public double Train => Curve[^1];

    public double Gap => Train - Test;

    /// <summary>The first epoch after which every example was right; not a number when there was none.</summary>
    public double Epochs => Train == 1 ? Curve.Length : double.NaN;
}

/// <summary>The nets of one seed: the same examples, hyper-parameters and streams in every trial. A trial asked for twice is trained once.</summary>
internal sealed class Memorising(Lab lab, RandomLabels.Settings settings, int trials)
{
    private readonly Dictionary<(Trial, Arm), Fit> _fits = [];
    private readonly int _train = Math.Min(settings.Examples, lab.Data.Train.Count);
    private readonly int _test = Math.Min(settings.TestImages, lab.Data.Test.Count);

    /// <summary>The arm that is claimed to show the effect; a placebo run gives it what its control gets.</summary>
    public Fit Treat(Trial control, Trial treatment) =>
        Run(lab.Choose(Arm.Treatment, control with { Name = treatment.Name }, treatment), Arm.Treatment);

    public Fit Control(Trial trial) => Run(trial, Arm.Control);

    /// <summary>The first images as a trial sees them before whitening, for a picture.</summary>
    public Tensor Samples(Trial trial, int count) => Pixels(trial, Arm.Control)[..count];

    private Fit Run(Trial trial, Arm arm)
    {
        (Trial, Arm) key = (trial, lab.IsPlacebo ? arm : Arm.Control);
        if (!_fits.TryGetValue(key, out Fit? fit)) _fits[key] = fit = Train(trial, arm);
        return fit;
    }

    private Fit Train(Trial trial, Arm arm)
    {
        using var scope = MemoryScope.Open();
        int classes = lab.Data.Classes;
        Tensor all = Whiten(Pixels(trial, arm).Reshape(_train + _test, -1));
        Tensor x = all[.._train], unseen = all[_train..];
        Tensor truth = lab.Labels(lab.Data.Train).Rows(Examples());
        RandomStream labels = Stream("labels", trial, arm), order = Stream("order", trial, arm);
        Tensor t = Methods.Corruption.Labels(truth, trial.Corrupted, classes, labels);
        int[] sizes = trial.Hidden == 0 ? [x.Shape[1], classes] : [x.Shape[1], trial.Hidden, classes];
        var net = new Mlp(sizes, Activation.Relu, Initialiser.He, Stream("weights", trial, arm));
        int steps = (_train + settings.Batch - 1) / settings.Batch;
        var optimiser = new Sgd(net.Parameters, Schedule.Staircase(settings.LearningRate, steps, settings.Decay), settings.Momentum);

        var curve = new List<double>();
        while (curve.Count < settings.Epochs && (curve.Count == 0 || curve[^1] < 1))
        {
            using var epoch = MemoryScope.Open();
            if (trial.Redrawn) t = Methods.Corruption.Labels(truth, trial.Corrupted, classes, labels);
            optimiser.Epoch(net, x, t, static (logits, target) => Loss.CrossEntropy(logits, target), settings.Batch, order);
            curve.Add(Loss.Accuracy(net.Predict(x), t));
            lab.Report(Math.Min(1, (_fits.Count + curve.Count / (double)settings.Epochs) / trials));
        }
        Tensor right = lab.Labels(lab.Data.Test)[.._test];
        return new Fit([.. curve], Loss.Accuracy(net.Predict(unseen), right), Contradictions(x, Methods.Corruption.Labels(truth, trial.Corrupted, classes, Stream("labels", trial, arm))));
    }

    private int[] Examples() => lab.Random("examples").Permutation(lab.Data.Train.Count)[.._train];

    // Shared by all trials of a seed; a placebo's treatments would else be one and the same net.
    private RandomStream Stream(string name, Trial trial, Arm arm) =>
        lab.IsPlacebo && arm == Arm.Treatment ? lab.Random(name, arm).Child(trial.Name) : lab.Random(name, arm);

    private Tensor Pixels(Trial trial, Arm arm)
    {
        using var scope = MemoryScope.Open();
        Tensor images = Tensor.Concat([lab.Images(lab.Data.Train).Rows(Examples()), lab.Images(lab.Data.Test)[.._test]]);
        return scope.Keep(trial.Pixels(Pool(images, trial.Side), Stream("pixels", trial, arm)));
    }

    // Means over squares; rows and columns that fill no square are left out.
    private Tensor Pool(Tensor images, int side)
    {
        (int channels, int height, int width) = (lab.Data.Channels, lab.Data.Height, lab.Data.Width);
        int k = Math.Max(1, Math.Min(height, width) / side), rows = height / k, columns = width / k;
        return images.Reshape(-1, channels, height, width)[.., .., ..(rows * k), ..(columns * k)]
            .Reshape(-1, channels, rows, k, columns, k).Mean([3, 5]);
    }

    // Each image has mean 0 and variance 1; the floor under the deviation is TensorFlow's, which the authors used.
    private static Tensor Whiten(Tensor images)
    {
        Tensor centred = images - images.Mean(1, keepDims: true);
        Tensor deviation = centred.Square().Mean(1, keepDims: true).Sqrt();
        return centred / Tensor.Maximum(deviation, Tensor.Full(deviation.Shape, 1 / Math.Sqrt(images.Shape[1]), deviation.DType, deviation.Device));
    }

    private static int Contradictions(Tensor x, Tensor labels)
    {
        int[] of = labels.ToArray<int>();
        float[] pixels = x.ToArray<float>();
        int d = x.Shape[1];
        return Enumerable.Range(0, of.Length)
            .GroupBy(i => System.Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(pixels.AsSpan(i * d, d))))
            .Where(same => same.Select(i => of[i]).Distinct().Count() > 1).Sum(same => same.Count());
    }
}
