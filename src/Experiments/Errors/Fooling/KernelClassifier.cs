using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>A classifier that knows how far it is from what it has seen (Parzen 1962): the density of a class is a sum of Gaussian bells around images of
/// that class, and a constant background stands for whatever is none. p(k | x) = f_k(x) / (Σ f_j(x) + b), so far from every known image it believes
/// nothing.</summary>
internal sealed class KernelClassifier
{
    // Widths of the bells tried, 2σ² as a share of the mean squared distance of validation images to the nearest known one.
    private static readonly double[] s_widths = [0.05, 0.1, 0.2, 0.4];

    // The background is as strong as the validation image at this quantile: so many real images are taken for none.
    private const double Background = 0.05;

    private readonly KnownImages _known;
    private readonly int _classes;
    private readonly int _perClass;
    private readonly double _width;
    private readonly double _background;

    /// <param name="lab">Device and data; width and background come from the validation images.</param>
    /// <param name="perClass">How many images of each class it knows: the first, over again where a class has fewer.</param>
    public KernelClassifier(Lab lab, int perClass)
    {
        (_classes, _perClass) = (lab.Data.Classes, perClass);
        ILookup<int, int> places = Enumerable.Range(0, lab.Data.Train.Count).ToLookup(i => (int)lab.Data.Train.Labels[i]);
        int[] chosen = [.. Enumerable.Range(0, _classes).SelectMany(k => Enumerable.Range(0, perClass).Select(i => places[k].Any()
            ? places[k].ElementAt(i % places[k].Count())
            : throw new UsageException($"errors/fooling: no training image is of class {k}; every class needs one")))];
        var pixels = new float[chosen.Length * lab.Data.Train.PixelsPerImage];
        lab.Data.Train.Pixels(chosen, pixels);
        _known = new KnownImages(Tensor.From(pixels, [chosen.Length, lab.Data.Train.PixelsPerImage], lab.Device));
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        Tensor validation = lab.Images(lab.Data.Validation), labels = lab.Labels(lab.Data.Validation);
        double[] rms = _known.Nearest(validation, 1).Rms;
        double nearest = rms.Average(r => r * r) * validation.Shape[1];
        double[] widths = [.. s_widths.Select(share => Math.Max(share * nearest, 1e-6))];
        _width = widths.MaxBy(width => Learning.Loss.Accuracy(Densities(validation, width), labels));
        _background = Densities(validation, _width).LogSumExp(1).Quantile(Background).Item();
    }

    /// <summary>From [n, pixels] to [n, classes + 1]: ln f_k, and ln b for "none of them" as the last.</summary>
    /// <param name="x">Pixels in [0, 1].</param>
    public Tensor Logits(Tensor x) => Tensor.Concat([Densities(x, _width), Tensor.Full([x.Shape[0], 1], _background, x.DType, x.Device)], 1);

    private Tensor Densities(Tensor x, double width) =>
        (_known.SquaredDistances(x) * (-1 / width)).Reshape(x.Shape[0], _classes, _perClass).LogSumExp(2);
}
