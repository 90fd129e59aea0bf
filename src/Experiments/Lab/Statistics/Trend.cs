namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Whether values keep a stated order. How monotone a dose-response is, ties and all, says <see cref="Spearman.Rho"/>.</summary>
public static class Trend
{
    /// <summary>
    /// By how much a stated order holds: the smallest step between neighbours of values listed in the order that should ascend.
    /// Positive exactly when every neighbour is larger than the one before; for a descending order list them the other way round.
    /// </summary>
    public static double OrderMargin(params ReadOnlySpan<double> ascending)
    {
        if (ascending.Length < 2)
            throw new ArgumentException($"an order needs at least two values, got {ascending.Length}");
        double margin = double.PositiveInfinity;
        for (int i = 1; i < ascending.Length; i++)
            margin = Math.Min(margin, ascending[i] - ascending[i - 1]);
        return margin;
    }

    /// <summary>Whether no value falls below the largest before it by more than the tolerance.</summary>
    public static bool IsRising(ReadOnlySpan<double> values, double tolerance = 0) => LargestFall(values) <= tolerance;

    /// <summary>The largest fall below an earlier value; 0 for values that only rise, NaN as soon as one value is NaN.</summary>
    public static double LargestFall(ReadOnlySpan<double> values)
    {
        double highest = double.NegativeInfinity, fall = 0;
        foreach (double value in values)
        {
            highest = Math.Max(highest, value);
            fall = Math.Max(fall, value == highest ? 0 : highest - value);
        }
        return fall;
    }
}
