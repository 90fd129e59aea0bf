using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Mini-batches of examples as lists of their indices.</summary>
public static class Batches
{
    /// <summary>One epoch in random order: every index from 0 to count - 1 once. The order is drawn from the stream when this is called, so the
    /// next epoch has another.</summary>
    /// <param name="count">The number of examples.</param>
    /// <param name="batchSize">Examples per batch; the last batch may be smaller.</param>
    /// <param name="stream">Where the order comes from.</param>
    /// <param name="dropLast">True leaves a smaller last batch out.</param>
    /// <exception cref="TensorException">A batch size below 1.</exception>
    public static IReadOnlyList<int[]> Shuffled(int count, int batchSize, RandomStream stream, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Split(stream.Permutation(count), batchSize, dropLast);
    }

    /// <summary>One epoch in the given order: for evaluation.</summary>
    /// <param name="count">The number of examples.</param>
    /// <param name="batchSize">Examples per batch; the last batch may be smaller.</param>
    /// <exception cref="TensorException">A batch size below 1, or fewer than 0 examples.</exception>
    public static IReadOnlyList<int[]> InOrder(int count, int batchSize) => count < 0
        ? throw new TensorException($"batches: {count} examples; there are 0 or more")
        : Split([.. Enumerable.Range(0, count)], batchSize, dropLast: false);

    /// <summary>Those rows of a tensor, in that order; an index may repeat.</summary>
    public static Tensor Rows(this Tensor x, int[] indices)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rows(Tensor.From(indices, [indices.Length], x.Device));
    }

    private static int[][] Split(int[] order, int batchSize, bool dropLast)
    {
        if (batchSize < 1) throw new TensorException($"batches: a batch of {batchSize} examples; it takes at least 1");
        IEnumerable<int[]> batches = order.Chunk(batchSize);
        return [.. dropLast ? batches.Where(batch => batch.Length == batchSize) : batches];
    }
}
