using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Memory;

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
/// <param name="lab">Streams, data and device.</param>
/// <param name="settings">The hyper-parameters.</param>
/// <param name="count">How many different trials will be asked for, to tell the progress.</param>
internal sealed class Memorising(Lab lab, RandomLabels.Settings settings, int count)
{
    private readonly Dictionary<(Trial, Arm), Fit> _fits = [];
    private readonly int _train = Math.Min(settings.Examples, lab.Data.Train.Count);
    private readonly int _test = Math.Min(settings.TestImages, lab.Data.Test.Count);

    /// <summary>The arm that is claimed to show the effect; a placebo run gives it what its control gets.</summary>
    public Fit Treat(Trial control, Trial treatment) =>
        Run(lab.Choose(Arm.Treatment, control with { Name = treatment.Name }, treatment), Arm.Treatment);

    public Fit Control(Trial trial) => Run(trial, Arm.Control);

    /// <summary>The first images of a trial before whitening, one channel of each, row by row, for a picture; coarser than a float, so that
    /// results stay small.</summary>
    public (double[] Pixels, int Width) Samples(Trial trial, int count)
    {
        using var scope = MemoryScope.Open();
        (int rows, int columns) = lab.Data.PooledSize(trial.Side);
        return ([.. Pixels(trial, Arm.Control)[..Math.Min(count, _train), ..(rows * columns)].ToArray<float>().Select(pixel => Math.Round(pixel, 2))], columns);
    }

    private Fit Run(Trial trial, Arm arm)
    {
        (Trial, Arm) key = (trial, lab.IsPlacebo ? arm : Arm.Control);
        if (!_fits.TryGetValue(key, out Fit? fit)) _fits[key] = fit = Train(trial, arm);
        return fit;
    }

    private Fit Train(Trial trial, Arm arm)
    {
        using var scope = MemoryScope.Open();
        int classes = lab.Data.Classes, steps = (_train + settings.Batch - 1) / settings.Batch;
        Tensor images = Whiten(Pixels(trial, arm)), x = images[.._train], unseen = images[_train..];
        Tensor truth = lab.Labels(lab.Data.Train).Rows(Examples()), unseenTruth = lab.Labels(lab.Data.Test)[.._test];
        RandomStream labels = lab.Random("labels", arm, trial.Name), order = lab.Random("order", arm, trial.Name);
        Tensor t = Corruption.Labels(truth, trial.Corrupted, classes, labels);
        int contradictions = Contradictions(x, t);
        int[] sizes = trial.Hidden == 0 ? [x.Shape[1], classes] : [x.Shape[1], trial.Hidden, classes];
        var net = new Mlp(sizes, Activation.Relu, Initialiser.He, lab.Random("weights", arm, trial.Name));
        var optimiser = new Sgd(net.Parameters, Schedule.Staircase(settings.LearningRate, steps, settings.Decay), settings.Momentum);
        var curve = new List<double>();
        do
        {
            using var epoch = MemoryScope.Open();
            if (trial.Redrawn) t = Corruption.Labels(truth, trial.Corrupted, classes, labels);
            optimiser.Epoch(net, x, t, Loss.CrossEntropy, settings.Batch, order);
            curve.Add(Loss.Accuracy(net.Predict(x), t));
            lab.Report((_fits.Count + curve.Count / (double)trial.Epochs) / count);
        }
        while (curve[^1] < 1 && curve.Count < trial.Epochs);
        return new Fit([.. curve], Loss.Accuracy(net.Predict(unseen), unseenTruth), contradictions);
    }

    private int[] Examples() => lab.Random("examples").Permutation(lab.Data.Train.Count)[.._train];

    private Tensor Pixels(Trial trial, Arm arm)
    {
        using var scope = MemoryScope.Open();
        Tensor images = Tensor.Concat([lab.Images(lab.Data.Train).Rows(Examples()), lab.Images(lab.Data.Test)[.._test]]);
        return scope.Keep(trial.Pixels(lab.Data.Pooled(images, trial.Side), lab.Random($"pixels, {trial.Name}", arm, trial.Name)));
    }

    // Each image has mean 0 and variance 1; the floor under the deviation is TensorFlow's, which the authors used.
    private static Tensor Whiten(Tensor images)
    {
        Tensor centred = images - images.Mean(1, keepDims: true);
        Tensor deviation = centred.Square().Mean(1, keepDims: true).Sqrt();
        return centred / Tensor.Maximum(deviation, Tensor.Full(deviation.Shape, 1 / Math.Sqrt(images.Shape[1]), deviation.DType, deviation.Device));
    }

    private static int Contradictions(Tensor images, Tensor labels)
    {
        int[] of = labels.ToArray<int>();
        float[][] pixels = [.. images.ToArray<float>().Chunk(images.Shape[1])];
        return Enumerable.Range(0, of.Length)
            .GroupBy(i => System.Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<float>(pixels[i]))))
            .Where(same => same.Select(i => of[i]).Distinct().Count() > 1)
            .Sum(same => same.Count());
    }
}
