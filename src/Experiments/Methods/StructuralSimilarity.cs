namespace DeepPuzzles.Experiments.Methods;

/// <summary>How alike two grey images look: SSIM (Wang, Bovik, Sheikh and Simoncelli 2004), 1 for equal images, with the paper's constants and
/// Gaussian window for pixels in [0, 1]. The window is cut at the border and weighed anew, so that images smaller than it are judged too.</summary>
public static class StructuralSimilarity
{
    private const int Radius = 5;                 // a window of 11 × 11
    private const double Sigma = 1.5;
    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    private static readonly double[] s_weights = [.. Enumerable.Range(-Radius, 2 * Radius + 1).Select(d => Math.Exp(-d * d / (2 * Sigma * Sigma)))];

    /// <summary>The mean over all pixels.</summary>
    /// <param name="x">Pixels row by row; for colour, plane after plane.</param>
    /// <param name="y">The other image.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows; the planes of a colour image are compared one by one.</param>
    public static double Between(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int width, int height)
    {
        int plane = width * height;
        if (plane < 1 || x.Length == 0 || x.Length % plane != 0 || y.Length != x.Length)
            throw new ArgumentException($"ssim: {x.Length} and {y.Length} pixels are not two images of {width} × {height}");
        double sum = 0;
        for (int start = 0; start < x.Length; start += plane)
        {
            for (int place = 0; place < plane; place++)
                sum += At(x.Slice(start, plane), y.Slice(start, plane), width, height, place % width, place / width);
        }
        return sum / x.Length;
    }

    private static double At(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int width, int height, int column, int row)
    {
        double weights = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
        for (int r = Math.Max(0, row - Radius); r <= Math.Min(height - 1, row + Radius); r++)
        {
            for (int c = Math.Max(0, column - Radius); c <= Math.Min(width - 1, column + Radius); c++)
            {
                double w = s_weights[r - row + Radius] * s_weights[c - column + Radius], a = x[r * width + c], b = y[r * width + c];
                weights += w;
                sx += w * a;
                sy += w * b;
                sxx += w * a * a;
                syy += w * b * b;
                sxy += w * a * b;
            }
        }
        (double mx, double my) = (sx / weights, sy / weights);
        double vx = sxx / weights - mx * mx, vy = syy / weights - my * my, covariance = sxy / weights - mx * my;
        return (2 * mx * my + C1) * (2 * covariance + C2) / ((mx * mx + my * my + C1) * (vx + vy + C2));
    }
}
