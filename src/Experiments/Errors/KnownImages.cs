using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>Images that are remembered as they are, and how far others are from them.</summary>
/// <param name="images">[count, pixels].</param>
internal sealed class KnownImages(Tensor images)
{
    private const int Batch = 100;

    private readonly Tensor _images = images;
    private readonly Tensor _transposed = images.Transpose(0, 1);
    private readonly Tensor _squares = images.Square().Sum(1);

    /// <summary>‖x - y‖² for each of some images and each known one, [n, count]; rounding may leave a little less than 0.</summary>
    /// <param name="x">[n, pixels].</param>
    public Tensor SquaredDistances(Tensor x) => x.Square().Sum(1, keepDims: true) + _squares - 2 * x.MatMul(_transposed);

    /// <summary>For each image the places of the nearest known ones, the nearest first, and the RMS of a pixel's difference from the nearest.</summary>
    /// <param name="x">[n, pixels].</param>
    /// <param name="count">How many.</param>
    public (int[][] Places, double[] Rms) Nearest(Tensor x, int count)
    {
        using Tracking.Scope pause = Tracking.Pause();
        var places = new List<int[]>();
        var rms = new List<double>();
        foreach (int[] batch in Batches.InOrder(x.Shape[0], Batch))
        {
            using var scope = MemoryScope.Open();
            Tensor some = x[batch[0]..(batch[^1] + 1)];
            int[][] nearest = [.. SquaredDistances(some).ToArray<float>().Chunk(_images.Shape[0]).Select(row => Smallest(row, count))];
            Tensor difference = some - _images.Rows([.. nearest.Select(row => row[0])]);
            places.AddRange(nearest);
            rms.AddRange(difference.Square().Mean(1).Sqrt().To(DType.Float64).ToArray<double>());
        }
        return ([.. places], [.. rms]);
    }

    // The smallest of a row by insertion; among equals the first.
    private static int[] Smallest(float[] row, int count)
    {
        var kept = new List<int>(count + 1);
        for (int i = 0; i < row.Length; i++)
        {
            if (kept.Count == count && !(row[i] < row[kept[^1]])) continue;
            int at = kept.Count;
            while (at > 0 && row[i] < row[kept[at - 1]]) at--;
            kept.Insert(at, i);
            if (kept.Count > count) kept.RemoveAt(count);
        }
        return [.. kept];
    }
}
