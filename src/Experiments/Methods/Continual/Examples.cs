using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Images with the labels of their classes.</summary>
public sealed class LabelledImages
{
    /// <summary>Those images; nothing is copied.</summary>
    /// <param name="images">float32 or float64 [n, ...].</param>
    /// <param name="labels">int32 [n]: classes, numbers of at least 0.</param>
    /// <exception cref="TensorException">The shapes or dtypes are others, a number of the images is not finite, or a label is below 0.</exception>
    public LabelledImages(Tensor images, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        if (!images.DType.IsFloat() || images.Rank < 2 || labels.DType != DType.Int32 || labels.Rank != 1 || labels.Shape[0] != images.Shape[0])
            throw new TensorException($"continual learning: images {images.DType.Name()} {images.Shape} and labels {labels.DType.Name()} {labels.Shape}; images are floats [n, ...], labels int32 [n]");
        using (MemoryScope scope = MemoryScope.Open())
        {
            if (images.IsFinite().All().Item() == 0) throw new TensorException("continual learning: among the images are numbers that are NaN or infinite; all are finite");
        }
        (Images, Labels) = (images, labels);
        Classes = labels.ToArray<int>();
        if (Classes.Any(label => label < 0)) throw new TensorException($"continual learning: a label of {Classes.Min()}; classes are numbers of at least 0");
    }

    /// <summary>float32 or float64 [n, ...].</summary>
    public Tensor Images { get; }

    /// <summary>int32 [n].</summary>
    public Tensor Labels { get; }

    /// <summary>How many.</summary>
    public int Count => Classes.Length;

    internal int[] Classes { get; }

    /// <summary>Other images with the same labels.</summary>
    internal LabelledImages With(Tensor images) => new(images, Labels);
}

/// <summary>Examples of one task or of several, as the network meets them: a label names an output unit.</summary>
/// <param name="Images">float32 or float64 [n, ...].</param>
/// <param name="Labels">int32 [n]: the output unit that should win.</param>
/// <param name="Tasks">For each example the number of the task that it belongs to.</param>
public sealed record Examples(Tensor Images, Tensor Labels, IReadOnlyList<int> Tasks)
{
    /// <summary>How many.</summary>
    public int Count => Tasks.Count;

    /// <summary>The task that all of them belong to; null when they are of several.</summary>
    public int? Task => Count > 0 && Tasks.All(task => task == Tasks[0]) ? Tasks[0] : null;

    /// <summary>Those rows, in that order; an index may repeat.</summary>
    public Examples Rows(int[] indices) => new(Images.Rows(indices), Labels.Rows(indices), Array.ConvertAll(indices, i => Tasks[i]));

    /// <summary>Bytes of images and labels, as held here.</summary>
    public long Bytes => (long)Images.Count * Images.DType.Bytes() + (long)Labels.Count * Labels.DType.Bytes();

    /// <summary>The first of them, at most so many.</summary>
    public Examples First(int count) => count >= Count ? this : new(Images[..count], Labels[..count], [.. Tasks.Take(count)]);

    /// <summary>All of them in a row.</summary>
    /// <exception cref="TensorException">There are none, or images differ in shape or dtype.</exception>
    public static Examples Concat(params ReadOnlySpan<Examples> parts)
    {
        if (parts.Length == 1) return parts[0];
        Examples[] all = parts.ToArray();
        return new(
            Tensor.Concat(Array.ConvertAll(all, part => part.Images)), Tensor.Concat(Array.ConvertAll(all, part => part.Labels)), [.. all.SelectMany(part => part.Tasks)]);
    }
}
