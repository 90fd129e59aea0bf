using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>Judges what is like the data, and shares nothing with the nets that are fooled but the training images. Two members: the nearest known images,
/// which vote and reject what is far from all of them, and a net that names an image and paints it again from a few numbers, and rejects what it cannot
/// paint. Each rejects one real image in twenty of those it was set on, the validation images. A person recognises more: a noised or an inverted
/// photograph is off the data for both.</summary>
internal sealed class Committee
{
    private const int Voters = 5;
    private const double FalseRejection = 0.05;

    private readonly KnownImages _known;
    private readonly int[] _labels;
    private readonly PaintingNet _net;
    private readonly double _farthest;
    private readonly double _worstPainted;

    /// <param name="lab">Streams, device, data.</param>
    /// <param name="images">Training images, [n, pixels].</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="s">How long its net learns.</param>
    public Committee(Lab lab, Tensor images, Tensor labels, Fooling.Settings s)
    {
        _known = new KnownImages(images);
        _labels = labels.ToArray<int>();
        _net = new PaintingNet(images.Shape[1], lab.Data.Classes, lab.Random("weights of the committee's net"));
        _net.Learn(images, labels, s.JudgeEpochs, s.BatchSize, lab.Random("order of the committee's net"));
        Tensor validation = lab.Images(lab.Data.Validation);
        _farthest = Sample.QuantileOf(Rms(validation), 1 - FalseRejection);
        _worstPainted = Sample.QuantileOf(_net.PaintingErrors(validation), 1 - FalseRejection);
    }

    /// <summary>What the committee's net answers, without a rejection.</summary>
    public Func<Tensor, Tensor> Logits => _net.Logits;

    /// <summary>For each image the class that the net answers, however badly it can paint the image.</summary>
    public int[] Answers(Tensor images) => Evaluation.Answers(_net.Logits, images);

    /// <summary>For each image the RMS of a pixel's difference from the nearest training image.</summary>
    public double[] Rms(Tensor images) => _known.Nearest(images, 1).Rms;

    /// <summary>For each image the class that the nearest training image has.</summary>
    public int[] NearestClasses(Tensor images) => [.. _known.Nearest(images, 1).Places.Select(places => _labels[places[0]])];

    /// <summary>For each image whether every member rejects it; one that accepts it is enough for an image.</summary>
    public bool[] Rejects(Tensor images) => [.. Named(images).Select(names => names.Length == 0)];

    /// <summary>For each image whether it is farther from all known images than the first member accepts.</summary>
    public bool[] IsFar(Tensor images) => [.. Rms(images).Select(distance => distance > _farthest)];

    /// <summary>For each image whether the second member, which knows no distances, cannot paint it.</summary>
    public bool[] IsUnpaintable(Tensor images) => [.. _net.PaintingErrors(images).Select(error => error > _worstPainted)];

    /// <summary>For each image the share recognised: accepted by a member that gives it the right name.</summary>
    public double Recognises(Tensor images, int[] classes) => Named(images).Zip(classes).Average(pair => pair.First.Contains(pair.Second) ? 1.0 : 0);

    // The names that those members give it that accept it.
    private int[][] Named(Tensor images)
    {
        (int[][] places, double[] rms) = _known.Nearest(images, Voters);
        double[] painted = _net.PaintingErrors(images);
        int[] names = Answers(images);
        return [.. rms.Select((distance, i) => (int[])[
            .. distance <= _farthest ? [NearestNeighbours.Vote(places[i].Select(place => _labels[place]))] : Array.Empty<int>(),
            .. painted[i] <= _worstPainted ? [names[i]] : Array.Empty<int>()])];
    }
}
