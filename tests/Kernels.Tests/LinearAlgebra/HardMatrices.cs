namespace DeepPuzzles.Kernels.Tests.LinearAlgebra;

/// <summary>Matrices on which algorithms of linear algebra have failed, and random ones; each by its name.</summary>
internal static class HardMatrices
{
    /// <summary>Any shape.</summary>
    internal static IReadOnlyDictionary<string, double[,]> All { get; } = Named(Rectangular().Concat(SymmetricOnes()).Concat(PositiveOnes()));

    /// <summary>m ≥ n.</summary>
    internal static IReadOnlyDictionary<string, double[,]> Tall { get; } = Named(Rectangular().Concat(SymmetricOnes()).Where(pair => pair.A.GetLength(0) >= pair.A.GetLength(1)));

    /// <summary>Symmetric.</summary>
    internal static IReadOnlyDictionary<string, double[,]> Symmetric { get; } = Named(SymmetricOnes().Concat(PositiveOnes()));

    /// <summary>Symmetric, positive definite also after rounding to float32.</summary>
    internal static IReadOnlyDictionary<string, double[,]> Positive { get; } = Named(PositiveOnes());

    /// <summary>Square and far from singular.</summary>
    internal static IReadOnlyDictionary<string, double[,]> Regular { get; } = Named(
        PositiveOnes().Concat(Sizes.Select(n => ($"random [{n}, {n}] plus a multiple of 1", Sum(Random(n, n), Make(n, n, (i, j) => i == j ? 3 + n : 0))))));

    private static int[] Sizes => [1, 2, 3, 7, 16, 33, 64, 65];

    internal static double[,] Random(int m, int n, double scale = 1)
    {
        double[,] a = new double[m, n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++) a[i, j] = scale * (Philox.Block((ulong)(i * n + j), (ulong)m, (ulong)n).W0 / (double)uint.MaxValue * 4 - 2);
        }
        return a;
    }

    internal static double[,] Make(int m, int n, Func<int, int, double> element)
    {
        double[,] a = new double[m, n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++) a[i, j] = element(i, j);
        }
        return a;
    }

    internal static double[,] Times(double[,] a, double[,] b) => Make(a.GetLength(0), b.GetLength(1), (i, j) => Enumerable.Range(0, b.GetLength(0)).Sum(p => a[i, p] * b[p, j]));

    internal static double[,] Transposed(double[,] a) => Make(a.GetLength(1), a.GetLength(0), (i, j) => a[j, i]);

    private static double[,] Sum(double[,] a, double[,] b) => Make(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j] + b[i, j]);

    private static IEnumerable<(string Name, double[,] A)> Rectangular()
    {
        (int, int)[] shapes = [(0, 0), (0, 3), (3, 0), (1, 1), (1, 5), (5, 1), (4, 3), (3, 4), (20, 7), (7, 20), (65, 64), (64, 65), (100, 3), (3, 100), (33, 33)];
        foreach ((int m, int n) in shapes) yield return ($"random [{m}, {n}]", Random(m, n));
        yield return ("random [9, 7] times 1e150", Random(9, 7, 1e150));
        yield return ("random [7, 9] times 1e-150", Random(7, 9, 1e-150));
        yield return ("rank 2 [12, 9]", Times(Random(12, 2), Random(2, 9)));
        yield return ("rank 2 [9, 12]", Times(Random(9, 2), Random(2, 12)));
        yield return ("zero [5, 3]", new double[5, 3]);
        yield return ("ones [6, 6]", Make(6, 6, (_, _) => 1));
        yield return ("ones [40, 30]", Make(40, 30, (_, _) => 1));
        yield return ("nilpotent [8, 8]", Make(8, 8, (i, j) => j == i + 1 ? 1 : 0));
        yield return ("a zero column [5, 5]", Make(5, 5, (i, j) => j == 2 ? 0 : Random(5, 5)[i, j]));
        yield return ("graded columns [10, 6]", Make(10, 6, (i, j) => Random(10, 6)[i, j] * Math.Pow(10, -5 * j)));
        yield return ("graded rows [10, 6]", Make(10, 6, (i, j) => Random(10, 6)[i, j] * Math.Pow(10, -3 * i)));
        yield return ("columns from 1 to 1e-300 [6, 4]", Make(6, 4, (i, j) => Random(6, 4)[i, j] * Math.Pow(10, -100 * j)));
        yield return ("Läuchli [7, 6]", Make(7, 6, (i, j) => i == 0 ? 1 : i == j + 1 ? 1e-9 : 0));
        yield return ("Kahan [20, 20]", Make(20, 20, (i, j) => j < i ? 0 : Math.Pow(Math.Sin(1.2), i) * (i == j ? 1 : -Math.Cos(1.2))));
        yield return ("upper bidiagonal of zeros and ones [9, 9]", Make(9, 9, (i, j) => j == i + 1 ? 1 : i == j && i % 3 != 1 ? 1 : 0));
        yield return ("orthogonal but for a factor [4, 4]", Make(4, 4, (i, j) => (int.PopCount(i & j) & 1) == 0 ? 3 : -3));
        yield return ("Vandermonde [12, 8]", Make(12, 8, (i, j) => Math.Pow((i + 1) / 12.0, j)));
    }

    private static IEnumerable<(string Name, double[,] A)> SymmetricOnes()
    {
        foreach (int n in Sizes) yield return ($"symmetric random [{n}, {n}]", Sum(Random(n, n), Transposed(Random(n, n))));
        yield return ("symmetric [0, 0]", new double[0, 0]);
        yield return ("symmetric zero [4, 4]", new double[4, 4]);
        yield return ("Wilkinson W21+", Make(21, 21, (i, j) => i == j ? Math.Abs(i - 10) : Math.Abs(i - j) == 1 ? 1 : 0));
        yield return ("second differences [50, 50]", Make(50, 50, (i, j) => i == j ? 2 : Math.Abs(i - j) == 1 ? -1 : 0));
        yield return ("zero diagonal [10, 10]", Make(10, 10, (i, j) => Math.Abs(i - j) == 1 ? 1 : 0));
        yield return ("rank 1 [11, 11]", Make(11, 11, (i, j) => (i + 1.0) * (j + 1.0)));
        yield return ("ones with repeated eigenvalue 0 [8, 8]", Make(8, 8, (_, _) => 1));
        yield return ("diagonal, unordered, repeated [6, 6]", Make(6, 6, (i, j) => i == j ? (i * 5) % 3 : 0));
        yield return ("graded up [12, 12]", Make(12, 12, (i, j) => Math.Pow(10, Math.Min(i, j) - 6)));
        yield return ("graded down [12, 12]", Make(12, 12, (i, j) => Math.Pow(10, 6 - Math.Max(i, j) - Math.Min(i, j) / 2.0)));
        yield return ("from 1 to 1e-200 [5, 5]", Make(5, 5, (i, j) => Math.Pow(10, -25 * (i + j)) * (1 + i * j)));
        yield return ("symmetric times 1e150", Sum(Random(6, 6, 1e150), Transposed(Random(6, 6, 1e150))));
        yield return ("symmetric times 1e-150", Sum(Random(6, 6, 1e-150), Transposed(Random(6, 6, 1e-150))));
        yield return ("Hilbert [12, 12]", Make(12, 12, (i, j) => 1.0 / (i + j + 1)));
        yield return ("a repeated eigenvalue in a turned basis [9, 9]", Turned(9, i => i < 4 ? 1 : i < 7 ? 2 : -1));
        yield return ("a cluster [10, 10]", Turned(10, i => 1 + 1e-14 * i));
    }

    private static IEnumerable<(string Name, double[,] A)> PositiveOnes()
    {
        foreach (int n in Sizes) yield return ($"covariance [{n}, {n}]", Sum(Times(Random(n, n), Transposed(Random(n, n))), Make(n, n, (i, j) => i == j ? 1 : 0)));
        yield return ("one [7, 7]", Make(7, 7, (i, j) => i == j ? 1 : 0));
        yield return ("Hilbert [4, 4]", Make(4, 4, (i, j) => 1.0 / (i + j + 1)));
        yield return ("smaller of the indices [30, 30]", Make(30, 30, (i, j) => Math.Min(i, j) + 1));
        yield return ("positive, from 1 to 1e-24 [4, 4]", Make(4, 4, (i, j) => Math.Pow(10, -4 * (i + j)) * (i == j ? 2 : 1)));
    }

    // Q·diag·Qᵀ with the reflector Q = 1 - 2·v·vᵀ/(vᵀv).
    private static double[,] Turned(int n, Func<int, double> eigenvalue)
    {
        double[] v = [.. Enumerable.Range(0, n).Select(i => Math.Cos(i + 1.0))];
        double length = v.Sum(x => x * x);
        double[,] q = Make(n, n, (i, j) => (i == j ? 1 : 0) - 2 * v[i] * v[j] / length), a = Times(q, Times(Make(n, n, (i, j) => i == j ? eigenvalue(i) : 0), q));
        return Make(n, n, (i, j) => a[Math.Max(i, j), Math.Min(i, j)]);
    }

    private static Dictionary<string, double[,]> Named(IEnumerable<(string Name, double[,] A)> matrices) => matrices.ToDictionary(pair => pair.Name, pair => pair.A);
}
