using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Turned images.</summary>
public static class Rotation
{
    /// <summary>Below this a pixel's weight is taken for 0: quarter turns then move pixels and mix none.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Images turned about their centre; each pixel is interpolated from the four around the place that it comes from, and what comes from outside is
    /// 0.</summary>
    /// <param name="images">float32 or float64 [n, ...], the numbers of each a whole number of planes [height, width].</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="degrees">Counter-clockwise above 0, as the images are seen with their first row on top.</param>
    /// <returns>Images of the same shape and dtype.</returns>
    /// <exception cref="TensorException">The images are of another size, or the angle is not finite.</exception>
    public static Tensor Turn(Tensor images, int height, int width, double degrees)
    {
        ArgumentNullException.ThrowIfNull(images);
        int plane = height * width;
        if (images.Rank < 2 || height < 1 || width < 1 || images.Count % Math.Max(1, images.Shape[0] * plane) != 0)
            throw new TensorException($"rotation: images {images.Shape} are no planes of {height} by {width} pixels");
        if (!double.IsFinite(degrees)) throw new TensorException(FormattableString.Invariant($"rotation: images turned by {degrees}°; an angle is finite"));
        using var scope = MemoryScope.Open();
        Tensor planes = images.Reshape(images.Count / plane, plane), turned = Tensor.Zeros(planes.Shape, images.DType, images.Device);
        foreach ((int[] from, double[] weight) in Corners(height, width, degrees))
            turned += planes.Rows(Tensor.From(from, [plane], images.Device), axis: 1) * Tensor.From(weight, [plane], images.Device).To(images.DType);
        return scope.Keep(turned.Reshape(images.Shape));
    }

    // For each of the four corners around the source of each pixel: where it is, and how much it counts.
    private static (int[] From, double[] Weight)[] Corners(int height, int width, double degrees)
    {
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
        (double middleRow, double middleColumn) = ((height - 1) / 2.0, (width - 1) / 2.0);
        var corners = new (int[] From, double[] Weight)[4];
        for (int corner = 0; corner < corners.Length; corner++) corners[corner] = (new int[height * width], new double[height * width]);
        for (int pixel = 0; pixel < height * width; pixel++)
        {
            double y = pixel / width - middleRow, x = pixel % width - middleColumn;
            double row = y * cos + x * sin + middleRow, column = x * cos - y * sin + middleColumn;
            (double top, double left) = (Math.Floor(row + Rounding), Math.Floor(column + Rounding));
            for (int corner = 0; corner < corners.Length; corner++)
            {
                (double r, double c) = (top + corner / 2, left + corner % 2);
                double weight = (1 - Math.Abs(row - r)) * (1 - Math.Abs(column - c));
                if (r < 0 || r >= height || c < 0 || c >= width || weight < Rounding) continue;
                corners[corner].From[pixel] = (int)r * width + (int)c;
                corners[corner].Weight[pixel] = weight;
            }
        }
        return corners;
    }
}
