using DeepPuzzles.Experiments.Methods;
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
        (int[] Places, double Rms)[] each = Evaluation.Each(x, some =>
        {
            int[][] nearest = [.. SquaredDistances(some).To(DType.Float64).ToArray<double>().Chunk(_images.Shape[0]).Select(row => NearestNeighbours.Smallest(row, count))];
            Tensor difference = some - _images.Rows([.. nearest.Select(row => row[0])]);
            return nearest.Zip(difference.Square().Mean(1).Sqrt().To(DType.Float64).ToArray<double>());
        }, Batch);
        return ([.. each.Select(one => one.Places)], [.. each.Select(one => one.Rms)]);
    }
}
