namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Mean and spread of a sample. A sample of equal values has exactly their mean and exactly no spread.</summary>
public readonly record struct Sample
{
    public Sample(ReadOnlySpan<double> values)
    {
        Count = values.Length;
        Mean = MeanOf(values);
        double squares = 0;
        foreach (double value in values)
            squares += (value - Mean) * (value - Mean);
        StandardDeviation = Count < 2 ? double.NaN : Math.Sqrt(squares / (Count - 1));
    }

    public int Count { get; }

    public double Mean { get; }

    /// <summary>With n - 1; NaN for fewer than two values.</summary>
    public double StandardDeviation { get; }

    public double StandardError => StandardDeviation / Math.Sqrt(Count);

    /// <summary>Summed as distances from the first value: exact for equal values, and nothing is lost to a large offset.</summary>
    public static double MeanOf(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return double.NaN;
        double origin = values[0], sum = 0;
        foreach (double value in values)
            sum += value - origin;
        return origin + sum / values.Length;
    }

    /// <summary>The middle value, or the mean of the middle two.</summary>
    public static double MedianOf(ReadOnlySpan<double> values)
    {
        double[] sorted = Sorted(values);
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>The value that the share p of all lie below: one of them, none in between; for p = 1 the largest.</summary>
    public static double QuantileOf(ReadOnlySpan<double> values, double p)
    {
        double[] sorted = Sorted(values);
        return sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(p * sorted.Length))];
    }

    private static double[] Sorted(ReadOnlySpan<double> values)
    {
        double[] sorted = values.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    internal static double[] Differences(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"paired samples must have the same seeds: {first.Length} values on the left, {second.Length} on the right");
        double[] differences = new double[first.Length];
        for (int i = 0; i < differences.Length; i++)
            differences[i] = first[i] - second[i];
        return differences;
    }
}
