using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Attacks;

/// <summary>A classifier behind a counter: it names a class for an image and gives nothing else, no probability, no gradient, and every image asked
/// about counts.</summary>
public sealed class LabelOracle
{
    private readonly Func<Tensor, int[]> _answer;
    private readonly int _classes;

    /// <param name="answer">From images [n, ...] to a class for each.</param>
    /// <param name="classes">How many classes there are.</param>
    public LabelOracle(Func<Tensor, int[]> answer, int classes)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (classes < 2) throw new TensorException($"oracle: {classes} classes; there are at least 2");
        (_answer, _classes) = (answer, classes);
    }

    /// <summary>Images asked about so far.</summary>
    public long Queries { get; private set; }

    /// <summary>The oracle that names the largest logit.</summary>
    /// <param name="logits">From images [n, ...] to logits [n, classes].</param>
    /// <param name="classes">How many classes there are.</param>
    public static LabelOracle Of(Func<Tensor, Tensor> logits, int classes) => new(images => logits(images).ArgMax(-1).ToArray<int>(), classes);

    /// <summary>A class for each image; each counts as a query.</summary>
    /// <param name="images">Pixels in [0, 1], [n, ...].</param>
    public int[] Ask(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        Tensor given = images.StopGradient();
        int count = images.Rank == 0 ? throw new TensorException($"oracle: it takes images [n, ...], not {images.Shape}") : images.Shape[0];
        Queries += count;
        int[] labels = _answer(given);
        return labels.Length == count && labels.All(label => label >= 0 && label < _classes)
            ? labels
            : throw new TensorException($"oracle: {labels.Length} answers for {count} images, from {labels.DefaultIfEmpty().Min()} to {labels.DefaultIfEmpty().Max()}; there must be one each, from 0 to {_classes - 1}");
    }

    /// <summary>The answers written as logits [n, classes], 1 for the class named and 0 for the others: so that attacks that need no gradient can be
    /// run on it. Each image counts as a query.</summary>
    /// <param name="images">Pixels in [0, 1], [n, ...].</param>
    public Tensor Votes(Tensor images) => Tensor.OneHot(Tensor.From<int>(Ask(images)).MoveTo(images.Device), _classes);
}
