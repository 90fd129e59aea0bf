namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A statistic of a sample, as the bootstrap repeats it.</summary>
public delegate double Statistic(ReadOnlySpan<double> values);

/// <summary>
/// Percentile bootstrap (Efron 1979): the interval between the tail quantiles of the statistic over resamples. Meant for ratios,
/// medians and other statistics that the t interval does not cover; with few seeds it is narrower than it should be.
/// Equal keys give equal bits.
/// </summary>
public static class Bootstrap
{
    public const int Resamples = 10_000;
    public const int HierarchicalResamples = 2_000;

    /// <summary>Resamples the seeds; the statistic is the mean unless another is passed.</summary>
    public static Estimate Percentile(
        ReadOnlySpan<double> perSeed, ulong key, Statistic? statistic = null, double confidence = Estimate.DefaultConfidence)
    {
        RequireSome(perSeed.Length);
        statistic ??= Sample.MeanOf;
        var random = new SplitMix64(key);
        double[] drawn = new double[perSeed.Length], results = new double[Resamples];
        for (int i = 0; i < results.Length; i++)
        {
            for (int j = 0; j < drawn.Length; j++)
                drawn[j] = perSeed[random.Next(perSeed.Length)];
            results[i] = statistic(drawn);
        }
        return new(statistic(perSeed), Between(results, confidence), perSeed.Length, "percentile bootstrap over seeds", null, confidence);
    }

    /// <summary>
    /// Resamples the seeds, then the items (images) within each drawn seed; the statistic is the mean of the seeds' means, so a
    /// seed with more items weighs no more. Carries both sources of chance: the networks and the images.
    /// </summary>
    public static Estimate Hierarchical(
        IReadOnlyList<double[]> itemsPerSeed, ulong key, double confidence = Estimate.DefaultConfidence)
    {
        RequireSome(itemsPerSeed.Count);
        foreach (double[] items in itemsPerSeed)
            RequireSome(items.Length);
        var random = new SplitMix64(key);
        double[] results = new double[HierarchicalResamples], means = new double[itemsPerSeed.Count];
        for (int i = 0; i < results.Length; i++)
        {
            for (int j = 0; j < means.Length; j++)
            {
                double[] items = itemsPerSeed[random.Next(means.Length)];
                double sum = 0;
                for (int k = 0; k < items.Length; k++)
                    sum += items[random.Next(items.Length)] - items[0];
                means[j] = items[0] + sum / items.Length;
            }
            results[i] = Sample.MeanOf(means);
        }
        double value = Sample.MeanOf([.. itemsPerSeed.Select(items => Sample.MeanOf(items))]);
        return new(value, Between(results, confidence), means.Length, "hierarchical bootstrap over seeds, then items", null, confidence);
    }

    /// <summary>The quantile with linear interpolation between order statistics (Hyndman and Fan's type 7) of sorted values.</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double p)
    {
        double position = p * (sorted.Length - 1);
        int index = Math.Min((int)position, sorted.Length - 1), next = Math.Min(index + 1, sorted.Length - 1);
        return sorted[index] + (position - index) * (sorted[next] - sorted[index]);
    }

    // A statistic that is not finite in some resamples leaves no interval that could be trusted.
    private static Interval Between(double[] results, double confidence)
    {
        double level = Estimate.UpperQuantile(confidence);
        if (!Array.TrueForAll(results, double.IsFinite))
            return Interval.Unknown;
        Array.Sort(results);
        return new(Quantile(results, 1 - level), Quantile(results, level));
    }

    private static void RequireSome(int count)
    {
        if (count == 0)
            throw new ArgumentException("the bootstrap needs at least one seed, and at least one item in each seed");
    }
}
