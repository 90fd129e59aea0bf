namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>
/// Intervals for a share of independent trials. Images judged by one network are such trials; images pooled over seeds are not,
/// when the networks differ between seeds: use <see cref="Bootstrap.Hierarchical"/> there.
/// </summary>
public static class Proportion
{
    /// <summary>Wilson's score interval (JASA 1927), without continuity correction.</summary>
    public static Estimate Wilson(int successes, int trials, double confidence = Estimate.DefaultConfidence)
    {
        double z = NormalDistribution.Quantile(Estimate.UpperQuantile(confidence));
        Check(successes, trials);
        if (trials == 0)
            return new(double.NaN, new(0, 1), 0, "Wilson interval", null, confidence);
        double n = trials, share = successes / n, zz = z * z / n;
        double center = (share + zz / 2) / (1 + zz);
        double half = z / (1 + zz) * Math.Sqrt(share * (1 - share) / n + zz / (4 * n));
        // At 0 and n the formula's end is exactly the share; rounding must not push it past.
        Interval ci = new(successes == 0 ? 0 : center - half, successes == trials ? 1 : center + half);
        return new(share, ci, trials, "Wilson interval", null, confidence);
    }

    /// <summary>Clopper and Pearson's exact interval (Biometrika 1934): beta quantiles; never too narrow.</summary>
    public static Estimate ClopperPearson(int successes, int trials, double confidence = Estimate.DefaultConfidence)
    {
        double tail = 1 - Estimate.UpperQuantile(confidence);
        Check(successes, trials);
        double low = successes == 0 ? 0 : SpecialFunctions.InverseIncompleteBeta(successes, trials - successes + 1, tail);
        double high = successes == trials ? 1 : SpecialFunctions.InverseIncompleteBeta(successes + 1, trials - successes, 1 - tail);
        return new((double)successes / trials, new(low, high), trials, "Clopper-Pearson interval", null, confidence);
    }

    private static void Check(int successes, int trials)
    {
        if (successes < 0 || successes > trials)
            throw new ArgumentOutOfRangeException(nameof(successes), $"a share needs 0 ≤ successes ≤ trials, got {successes} of {trials}");
    }
}
