using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods;

/// <summary>The randomisation tests of Zhang, Bengio, Hardt, Recht and Vinyals (2017, sec. 2): ways to break what ties images to their labels,
/// while their number, and as far as each allows their pixels, stay. Each returns a new tensor and draws from the stream once, when called:
/// corrupt before training, not in every epoch. A fresh stream of the same seed and name repeats the draws, and so gives a second set of
/// images the permutation of the first.</summary>
public static class Corruption
{
    /// <summary>Replaces each label with the given probability by one drawn uniformly from all classes. The drawn label may be the old one: of
    /// k classes a share p·(1 - 1/k) of the labels really changes, 0.9·p for ten. The draws do not depend on p, so under one seed and name the
    /// labels that a small p replaces are replaced by the same ones at every larger p.</summary>
    /// <param name="labels">int32, any shape, 0 to classes - 1.</param>
    /// <param name="probability">p, from 0 (nothing happens) to 1 (random labels).</param>
    /// <param name="classes">k.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <returns>int32 labels of the same shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p is no probability, or there is no class.</exception>
    public static Tensor Labels(Tensor labels, double probability, int classes, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(stream);
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "labels are replaced with a probability between 0 and 1");
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        int[] kept = labels.ToArray<int>();
        double[] chance = stream.HostUniform(kept.Length), drawn = stream.HostUniform(kept.Length);
        for (int i = 0; i < kept.Length; i++)
        {
            if (chance[i] < probability) kept[i] = (int)(drawn[i] * classes);
        }
        return Tensor.From(kept, labels.Shape, labels.Device);
    }

    /// <summary>Labels that have nothing to do with any image: independent and uniform over the classes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="stream">Where the draws come from; also says on which device.</param>
    /// <returns>int32 [count].</returns>
    public static Tensor RandomLabels(int count, int classes, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        return stream.Integers([count], classes);
    }

    /// <summary>Shuffled pixels: one permutation, the same for every image. A network without convolutions cannot tell the difference.</summary>
    /// <param name="images">[images, ...]; every number of an image counts as a pixel.</param>
    /// <param name="stream">Where the permutation comes from.</param>
    /// <returns>Images of the same shape.</returns>
    /// <exception cref="TensorException">The images are a single number.</exception>
    public static Tensor ShuffledPixels(Tensor images, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var scope = MemoryScope.Open();
        Tensor flat = Flat(images);
        int[] order = stream.Permutation(flat.Shape[1]);
        return scope.Keep(flat.Rows(Tensor.From(order, [order.Length], images.Device), axis: 1).Reshape(images.Shape));
    }

    /// <summary>Random pixels: a permutation of its own for every image. What is left is each image's histogram.</summary>
    /// <param name="images">[images, ...]; every number of an image counts as a pixel.</param>
    /// <param name="stream">Where the permutations come from.</param>
    /// <returns>Images of the same shape.</returns>
    /// <exception cref="TensorException">The images are a single number.</exception>
    public static Tensor RandomPixels(Tensor images, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var scope = MemoryScope.Open();
        Tensor flat = Flat(images);
        int[] orders = [.. Enumerable.Range(0, flat.Shape[0]).SelectMany(_ => stream.Permutation(flat.Shape[1]))];
        return scope.Keep(flat.Gather(Tensor.From(orders, flat.Shape, images.Device), axis: 1).Reshape(images.Shape));
    }

    /// <summary>Gaussian noise in place of the images: independent normal numbers with the mean and the variance of all pixels of the set. They
    /// are not cut to the pixels' range.</summary>
    /// <param name="images">[images, ...], float32 or float64.</param>
    /// <param name="stream">Where the noise comes from.</param>
    /// <returns>Images of the same shape and dtype.</returns>
    public static Tensor Gaussian(Tensor images, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(stream);
        using var scope = MemoryScope.Open();
        double mean = images.Mean().Item();
        double variance = (images - mean).Square().Mean().Item();
        return scope.Keep(stream.Normal(images.Shape, mean, Math.Sqrt(variance), images.DType));
    }

    private static Tensor Flat(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.Rank > 0
            ? images.Reshape(images.Shape[0], -1)
            : throw new TensorException("corruption: a single number has no pixels to move; pass images of shape [images, ...]");
    }
}
