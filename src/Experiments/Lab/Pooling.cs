using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Images made smaller.</summary>
public static class Pooling
{
    /// <summary>Rows and columns of an image that was pooled to about so many pixels a side.</summary>
    public static (int Rows, int Columns) PooledSize(this DataSet data, int side)
    {
        ArgumentNullException.ThrowIfNull(data);
        int k = Square(data, side);
        return (data.Height / k, data.Width / k);
    }

    /// <summary>Means over squares of a whole number of pixels, so that a side is about so long; rows and columns that fill no square are left out.</summary>
    /// <param name="data">Whose images they are.</param>
    /// <param name="images">[n, channels·height·width].</param>
    /// <param name="side">Pixels a side, at least 1.</param>
    /// <returns>[n, fewer pixels].</returns>
    public static Tensor Pooled(this DataSet data, Tensor images, int side)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(images);
        (int rows, int columns) = data.PooledSize(side);
        int k = Square(data, side);
        return images.Reshape(-1, data.Channels, data.Height, data.Width)[.., .., ..(rows * k), ..(columns * k)]
            .Reshape(-1, data.Channels, rows, k, columns, k).Mean([3, 5]).Reshape(-1, data.Channels * rows * columns);
    }

    // The side of the squares.
    private static int Square(DataSet data, int side) => Math.Max(1, Math.Min(data.Height, data.Width) / side);
}
