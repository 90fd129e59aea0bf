namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Two models, or two attacks, on the same images: only the images on which they differ say anything.</summary>
public static class McNemar
{
    /// <summary>The exact two-sided p: twice the binomial tail of the rarer discordant kind; 1 when they never differ.</summary>
    public static double Exact(int onlyFirst, int onlySecond)
    {
        if (onlyFirst < 0 || onlySecond < 0)
            throw new ArgumentOutOfRangeException(nameof(onlyFirst), $"McNemar: counts must not be negative, got {onlyFirst} and {onlySecond}");
        return Math.Min(1, 2 * BinomialDistribution.Cdf(Math.Min(onlyFirst, onlySecond), onlyFirst + onlySecond, 0.5));
    }

    /// <summary>The same, from what each of the two did on each image.</summary>
    public static double Exact(ReadOnlySpan<bool> first, ReadOnlySpan<bool> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"McNemar: both must be judged on the same images: {first.Length} and {second.Length}");
        int onlyFirst = 0, onlySecond = 0;
        for (int i = 0; i < first.Length; i++)
        {
            onlyFirst += first[i] && !second[i] ? 1 : 0;
            onlySecond += second[i] && !first[i] ? 1 : 0;
        }
        return Exact(onlyFirst, onlySecond);
    }
}
