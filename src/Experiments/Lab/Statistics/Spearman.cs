namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Spearman's rank correlation; ties share the average of their ranks.</summary>
public static class Spearman
{
    /// <summary>Up to here all n! orders are walked.</summary>
    public const int ExactUpTo = 8;

    public const int MonteCarloPermutations = 10_000;

    private const double TieTolerance = 1e-12;

    /// <summary>From -1 to 1; NaN when one side is constant or has fewer than two values.</summary>
    public static double Rho(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Correlation(CenteredRanks(x, y, out double[] ry), ry);

    /// <summary>The two-sided permutation p of "no relation"; 1 where ρ is undefined. The key feeds the permutations of longer samples.</summary>
    public static double P(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ulong key = 0)
    {
        double[] rx = CenteredRanks(x, y, out double[] ry);
        double observed = Math.Abs(Correlation(rx, ry));
        if (double.IsNaN(observed))
            return 1;
        return rx.Length <= ExactUpTo ? Exact(rx, ry, observed) : MonteCarlo(rx, ry, observed, key);
    }

    // Heap's algorithm (1963): each order differs from the last by one swap.
    private static double Exact(double[] rx, double[] ry, double observed)
    {
        int[] counters = new int[ry.Length];
        int hits = AsExtreme(rx, ry, observed), total = 1;
        for (int i = 1; i < ry.Length;)
        {
            if (counters[i] >= i)
            {
                counters[i++] = 0;
                continue;
            }
            int other = i % 2 == 0 ? 0 : counters[i];
            (ry[other], ry[i]) = (ry[i], ry[other]);
            hits += AsExtreme(rx, ry, observed);
            total++;
            counters[i]++;
            i = 1;
        }
        return (double)hits / total;
    }

    private static double MonteCarlo(double[] rx, double[] ry, double observed, ulong key)
    {
        var random = new SplitMix64(key);
        int hits = 1;
        for (int draw = 0; draw < MonteCarloPermutations; draw++)
        {
            for (int i = ry.Length - 1; i > 0; i--)
            {
                int j = random.Next(i + 1);
                (ry[i], ry[j]) = (ry[j], ry[i]);
            }
            hits += AsExtreme(rx, ry, observed);
        }
        return hits / (MonteCarloPermutations + 1.0);
    }

    private static int AsExtreme(double[] rx, double[] ry, double observed) =>
        Math.Abs(Correlation(rx, ry)) >= observed - TieTolerance ? 1 : 0;

    private static double Correlation(double[] a, double[] b)
    {
        double ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.Length; i++)
        {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return aa == 0 || bb == 0 ? double.NaN : Math.Clamp(ab / Math.Sqrt(aa * bb), -1, 1);
    }

    private static double[] CenteredRanks(ReadOnlySpan<double> x, ReadOnlySpan<double> y, out double[] ry)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"Spearman: {x.Length} values on the left, {y.Length} on the right");
        ry = CenteredRanks(y);
        return CenteredRanks(x);
    }

    // Rank minus the mean rank; halves of integers, so sums and comparisons of them are exact. NaN values make every rank NaN.
    private static double[] CenteredRanks(ReadOnlySpan<double> values)
    {
        double[] ranks = new double[values.Length], sorted = values.ToArray();
        int[] places = [.. Enumerable.Range(0, sorted.Length)];
        bool unknown = sorted.Any(double.IsNaN);
        Array.Sort(sorted, places);
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            for (next = first + 1; next < sorted.Length && sorted[next] == sorted[first];) next++;
            for (int i = first; i < next; i++) ranks[places[i]] = unknown ? double.NaN : (first + next) / 2.0 - sorted.Length / 2.0;
        }
        return ranks;
    }
}
