namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>
/// Student's t on one sample and on paired samples, and the equivalence test built on it. One value leaves the interval infinite;
/// equal values give an interval of no width.
/// </summary>
public static class TTest
{
    /// <summary>Of a TOST at the 5 % level: both one-sided tests pass exactly when this interval lies inside the margins.</summary>
    public const double EquivalenceConfidence = 0.90;

    /// <summary>The mean, its t interval, and the two-sided p of "the mean is <paramref name="center"/>".</summary>
    public static Estimate OneSample(ReadOnlySpan<double> values, double center = 0, double confidence = Estimate.DefaultConfidence)
    {
        var sample = new Sample(values);
        double p = sample.Count < 2 ? 1 : TwoSided(sample, center);
        return new(sample.Mean, IntervalOf(sample, confidence), sample.Count, "t test", p, confidence);
    }

    /// <summary>The same for the differences first - second, seed by seed.</summary>
    public static Estimate Paired(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, double center = 0, double confidence = Estimate.DefaultConfidence) =>
        OneSample(Sample.Differences(first, second), center, confidence) with { Test = "paired t test" };

    /// <summary>
    /// Two one-sided tests (Schuirmann 1987) of "the mean lies within center ± margin": the larger p of the two, and the interval
    /// of 90 % that lies inside the margins exactly when p ≤ 0.05. For paired samples pass their differences.
    /// </summary>
    public static Estimate Equivalence(ReadOnlySpan<double> values, double margin, double center = 0)
    {
        if (!(margin > 0))
            throw new ArgumentOutOfRangeException(nameof(margin), margin, "the margin of an equivalence test must be positive");
        var sample = new Sample(values);
        double nearest = margin - Math.Abs(sample.Mean - center);
        double p = sample.Count < 2 ? 1
            : sample.StandardError == 0 ? (nearest >= 0 ? 0 : 1)
            : StudentDistribution.UpperTail(nearest / sample.StandardError, sample.Count - 1);
        return new(sample.Mean, IntervalOf(sample, EquivalenceConfidence), sample.Count, "TOST", p, EquivalenceConfidence);
    }

    private static double TwoSided(Sample sample, double center)
    {
        if (sample.StandardError == 0)
            return sample.Mean == center ? 1 : 0;
        return StudentDistribution.TwoSided((sample.Mean - center) / sample.StandardError, sample.Count - 1);
    }

    private static Interval IntervalOf(Sample sample, double confidence)
    {
        double level = Estimate.UpperQuantile(confidence);
        return sample.Count < 2
            ? Interval.Everything
            : Interval.Around(sample.Mean, StudentDistribution.Quantile(level, sample.Count - 1) * sample.StandardError);
    }
}
