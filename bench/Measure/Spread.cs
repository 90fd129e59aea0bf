using System.Globalization;

namespace DeepPuzzles.Bench.Measure;

/// <summary>The middle of repeated measurements, and how far apart they lie.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    /// <summary>Of at least one number; the median of an even count is the mean of the two in the middle.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("no measurement", nameof(values));
        int middle = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }

    /// <summary>The number whose logarithm is the mean of the logarithms: for ratios, where 2 and 1/2 cancel.</summary>
    public static double GeometricMean(IEnumerable<double> ratios) => Math.Exp(ratios.Average(Math.Log));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Short(Median)} [{Short(Min)} {Short(Max)}]");

    // Two digits after the point, or four where two would tell nothing.
    private static string Short(double ratio) => ratio.ToString(Math.Abs(ratio) is > 0 and < 0.095 ? "0.0###" : "0.00", CultureInfo.InvariantCulture);
}
