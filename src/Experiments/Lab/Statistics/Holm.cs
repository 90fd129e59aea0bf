namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Holm's step-down correction (1979) for several claims in one puzzle.</summary>
public static class Holm
{
    /// <summary>
    /// Adjusted p values in the order given: the k-th smallest of m is multiplied by m - k + 1, made monotone, capped at 1.
    /// Comparing them with α keeps the chance of any false claim at α.
    /// </summary>
    public static double[] Adjust(ReadOnlySpan<double> p)
    {
        double[] sorted = p.ToArray(), adjusted = new double[p.Length];
        foreach (double one in sorted)
        {
            if (!(one is >= 0 and <= 1))
                throw new ArgumentException($"Holm: every p must lie in [0, 1], got {one}");
        }
        int[] order = [.. Enumerable.Range(0, p.Length)];
        Array.Sort(sorted, order);
        double running = 0;
        for (int k = 0; k < order.Length; k++)
        {
            running = Math.Max(running, Math.Min(1, (order.Length - k) * sorted[k]));
            adjusted[order[k]] = running;
        }
        return adjusted;
    }
}
