using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Images made smaller.</summary>
public static class Pooling
{
    /// <summary>Means over squares of a whole number of pixels, so that a side is about so long; rows and columns that fill no square are left out.</summary>
    /// <param name="data">Whose images they are.</param>
    /// <param name="images">[n, channels·height·width].</param>
    /// <param name="side">Pixels a side, at least 1.</param>
    /// <returns>[n, fewer pixels].</returns>
    public static Tensor Pooled(this DataSet data, Tensor images, int side)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(images);
        int k = Math.Max(1, Math.Min(data.Height, data.Width) / side), rows = data.Height / k, columns = data.Width / k;
        return images.Reshape(-1, data.Channels, data.Height, data.Width)[.., .., ..(rows * k), ..(columns * k)]
            .Reshape(-1, data.Channels, rows, k, columns, k).Mean([3, 5]).Reshape(-1, data.Channels * rows * columns);
    }
}
