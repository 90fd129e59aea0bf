namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Which departures from "no effect" a test counts.</summary>
public enum Tail
{
    TwoSided,
    Greater,
    Less,
}

/// <summary>
/// Fisher's permutation test for one sample or paired differences: if nothing is there, every difference is as likely as its
/// negative. p is the share of sign patterns whose sum is at least as extreme as the observed one.
/// </summary>
public static class SignFlip
{
    /// <summary>Up to here all 2^n patterns are walked.</summary>
    public const int ExactUpTo = 20;

    public const int MonteCarloFlips = 100_000;

    /// <summary>Sums closer than this, relative to Σ|x|, are ties: they differ by rounding only.</summary>
    private const double TieTolerance = 1e-12;

    /// <summary>The p of "symmetric about <paramref name="center"/>"; the key feeds the Monte-Carlo flips of longer samples.</summary>
    public static double P(ReadOnlySpan<double> values, double center = 0, Tail tail = Tail.TwoSided, ulong key = 0)
    {
        double[] shifted = new double[values.Length];
        double observed = 0, size = 0;
        for (int i = 0; i < shifted.Length; i++)
        {
            shifted[i] = values[i] - center;
            observed += shifted[i];
            size += Math.Abs(shifted[i]);
        }
        if (!double.IsFinite(size))
            throw new ArgumentException("sign flips need finite values");
        double least = Extremity(observed, tail) - TieTolerance * size;
        return shifted.Length <= ExactUpTo ? Exact(shifted, tail, least) : MonteCarlo(shifted, tail, least, key);
    }

    // Sums of all patterns of the first half and of the second half: every pattern's sum is one addition, with no drift.
    private static double Exact(ReadOnlySpan<double> values, Tail tail, double least)
    {
        double[] first = SumsOfPatterns(values[..(values.Length / 2)]);
        double[] second = SumsOfPatterns(values[(values.Length / 2)..]);
        long count = 0;
        foreach (double a in first)
        {
            foreach (double b in second)
                count += Extremity(a + b, tail) >= least ? 1 : 0;
        }
        return (double)count / ((long)first.Length * second.Length);
    }

    // The observed pattern counts as one of the draws, so p is never 0 and the test keeps its level.
    private static double MonteCarlo(ReadOnlySpan<double> values, Tail tail, double least, ulong key)
    {
        var random = new SplitMix64(key);
        int count = 0;
        for (int flip = 0; flip < MonteCarloFlips; flip++)
        {
            double sum = 0;
            ulong signs = 0;
            for (int i = 0; i < values.Length; i++)
            {
                signs = i % 64 == 0 ? random.Next() : signs >> 1;
                sum += (signs & 1) == 0 ? values[i] : -values[i];
            }
            count += Extremity(sum, tail) >= least ? 1 : 0;
        }
        return (count + 1.0) / (MonteCarloFlips + 1.0);
    }

    private static double[] SumsOfPatterns(ReadOnlySpan<double> values)
    {
        double[] sums = new double[1 << values.Length];
        for (int pattern = 0; pattern < sums.Length; pattern++)
        {
            for (int i = 0; i < values.Length; i++)
                sums[pattern] += (pattern >> i & 1) == 0 ? values[i] : -values[i];
        }
        return sums;
    }

    private static double Extremity(double sum, Tail tail) => tail switch
    {
        Tail.TwoSided => Math.Abs(sum),
        Tail.Greater => sum,
        _ => -sum,
    };
}
