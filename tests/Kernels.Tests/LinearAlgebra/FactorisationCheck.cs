using System.Numerics;
using static DeepPuzzles.Kernels.Tests.LinearAlgebra.HardMatrices;

namespace DeepPuzzles.Kernels.Tests.LinearAlgebra;

/// <summary>What the parts of each factorisation must be, within the bound of its record: c·max(m, n)·u, relative to ‖A‖. A check returns the failure in
/// words, or null.</summary>
internal static class FactorisationCheck
{
    /// <summary>Logarithms of determinants are compared with the sum over the eigenvalues of AᵀA, whose own error grows with the condition.</summary>
    private const double LogTolerance = 1e-5;

    /// <summary>The smallest normal number divided by the unit roundoff.</summary>
    private const double SmallestSingle = 2e-31, SmallestDouble = 2e-292;

    /// <summary>By op; a factorisation that is missing here fails the tests.</summary>
    private static readonly Dictionary<Type, Func<double[,], double[][,], Bound, string?>> s_laws = new()
    {
        [typeof(Cholesky)] = (a, parts, bound) => bound.Near(a, Times(parts[0], Transposed(parts[0])), "L·Lᵀ") ?? Lower(parts[0]) ?? NotNegative(parts[0], "diagonal"),
        [typeof(Qr)] = (a, parts, bound) => bound.Near(a, Times(parts[0], parts[1]), "Q·R") ?? bound.Orthonormal(parts[0], "Q") ?? Lower(Transposed(parts[1])) ?? NotNegative(parts[1], "diagonal"),
        [typeof(Eigh)] = (a, parts, bound) => bound.Near(a, Times(Scaled(parts[1], parts[0]), Transposed(parts[1])), "V·λ·Vᵀ") ?? bound.Orthonormal(parts[1], "V") ?? Ordered(parts[0], 1) ?? Signs(parts[1], bound),
        [typeof(Svd)] = (a, parts, bound) => bound.Near(a, Times(Scaled(parts[0], parts[1]), parts[2]), "U·σ·Vᵀ") ?? bound.Orthonormal(parts[0], "U") ?? bound.Orthonormal(Transposed(parts[2]), "V")
            ?? Ordered(parts[1], -1) ?? NotNegative(parts[1], "all") ?? Signs(parts[0], bound),
        [typeof(LogDeterminant)] = (a, parts, bound) => Determinant(a, parts[0][0, 0], parts[1][0, 0]),
    };

    /// <summary>The ops that have a law.</summary>
    internal static IEnumerable<Type> Known => s_laws.Keys;

    /// <summary>The matrices for an op.</summary>
    internal static IReadOnlyDictionary<string, double[,]> Matrices(Type op, MatrixKind kind) =>
        op == typeof(Cholesky) ? Positive : kind switch
        {
            MatrixKind.Symmetric => Symmetric,
            MatrixKind.Square => Regular,
            MatrixKind.Tall => Tall,
            _ => All,
        };

    /// <summary>Factors a matrix in some layout on a device, and looks at what comes out.</summary>
    internal static string? Holds<TOp, T>(TOp op, Type law, Device device, string name, double[,] a, Walk walk = Walk.Dense)
        where TOp : struct, IFactorisation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var sample = new Sample();
        (int m, int n) = (a.GetLength(0), a.GetLength(1));
        T[] values = [.. a.Cast<double>().Select(T.CreateTruncating)];
        double[,] rounded = Make(m, n, (i, j) => double.CreateTruncating(values[i * n + j]));
        if (rounded.Cast<double>().Any(x => !double.IsFinite(x))) return null;
        View<T> x = sample.Full(T.Zero, walk, m, n), y = sample.Full(T.NaN, Walk.Dense, Length<TOp>(m, n));
        device.Copy(sample.Dense(values, m, n), x);
        device.Factor(op, x, y);
        double largest = rounded.Cast<double>().Select(Math.Abs).DefaultIfEmpty(1).Max(), scale = largest == 0 ? 1 : 1 / largest;
        // Below this the parts themselves are no normal numbers, and cannot have their digits.
        if (largest != 0 && largest < (typeof(T) == typeof(float) ? SmallestSingle : SmallestDouble)) return null;
        double[][,] parts = Cut<TOp, T>(Sample.Values(y), m, n, law, scale);
        double[,] scaled = law == typeof(LogDeterminant) ? rounded : Make(m, n, (i, j) => rounded[i, j] * scale);
        string? failure = s_laws[law](scaled, parts, new Bound(TOp.Record.Ulp * Math.Max(m, n), typeof(T) == typeof(float) ? Sample.FloatUnit : Sample.DoubleUnit));
        return failure is null ? null : $"{TOp.Name} of {name}, {typeof(T).Name}, {walk}, on {device.Name}: {failure}";
    }

    internal static int Length<TOp>(int m, int n)
        where TOp : struct, IFactorisation => TOp.Parts(m, n).Sum(part => part.Area);

    // The parts as they are of the matrix divided by its largest element, so that nothing below leaves the range of float64.
    private static double[][,] Cut<TOp, T>(T[] row, int m, int n, Type law, double scale)
        where TOp : struct, IFactorisation
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int start = 0;
        double[][,] parts = [.. TOp.Parts(m, n).Select(extent =>
        {
            int first = start;
            start += extent.Area;
            return Make(extent.Height, extent.Width, (i, j) => double.CreateTruncating(row[first + i * extent.Width + j]));
        })];
        int scaled = law == typeof(Qr) || law == typeof(Svd) ? 1 : 0;
        double factor = law == typeof(LogDeterminant) ? 1 : law == typeof(Cholesky) ? Math.Sqrt(scale) : scale;
        double[,] part = parts[scaled];
        parts[scaled] = Make(part.GetLength(0), part.GetLength(1), (i, j) => part[i, j] * factor);
        return parts;
    }

    private static double[,] Scaled(double[,] a, double[,] column) => Make(a.GetLength(0), a.GetLength(1), (i, j) => a[i, j] * column[j, 0]);

    private static string? Lower(double[,] l)
    {
        for (int i = 0; i < l.GetLength(0); i++)
        {
            for (int j = i + 1; j < l.GetLength(1); j++)
                if (l[i, j] != 0) return $"{l[i, j]} at [{i}, {j}] beyond the triangle";
        }
        return null;
    }

    private static string? NotNegative(double[,] a, string which)
    {
        for (int i = 0; i < a.GetLength(0); i++)
        {
            double x = which == "diagonal" ? a[i, i] : a[i, 0];
            if (!(x >= 0)) return $"{x} at {i} is negative";
        }
        return null;
    }

    private static string? Ordered(double[,] column, int direction)
    {
        for (int i = 1; i < column.GetLength(0); i++)
            if (direction * (column[i, 0] - column[i - 1, 0]) < 0) return $"{column[i - 1, 0]} stands before {column[i, 0]}";
        return null;
    }

    // The first component that is the largest in magnitude beyond doubt.
    private static string? Signs(double[,] v, Bound bound)
    {
        for (int j = 0; j < v.GetLength(1); j++)
        {
            double[] column = [.. Enumerable.Range(0, v.GetLength(0)).Select(i => v[i, j])];
            double largest = column.Max(Math.Abs);
            if (column.Count(x => Math.Abs(x) > largest * (1 - 1e-5) - bound.Unit) == 1 && column.MinBy(x => -Math.Abs(x)) < 0) return $"column {j} has its largest component negative";
        }
        return null;
    }

    private static string? Determinant(double[,] a, double sign, double log)
    {
        using var sample = new Sample();
        int n = a.GetLength(0);
        View<double> y = sample.Full(0.0, Walk.Dense, Length<Svd>(n, n));
        Sample.Reference.Factor(default(Svd), sample.Dense([.. a.Cast<double>()], n, n), y);
        double expected = Sample.Values(y).AsSpan(n * n, n).ToArray().Sum(Math.Log);
        if (!(Math.Abs(log - expected) <= LogTolerance * (n + Math.Abs(expected)))) return $"log {log}, by singular values {expected}";
        // All matrices here are positive definite, or have their rows dominated by a positive diagonal.
        return sign == 1 ? null : $"sign {sign}";
    }

    /// <summary>c·n·u.</summary>
    internal sealed record Bound(double Factor, double Unit)
    {
        internal string? Near(double[,] expected, double[,] actual, string what)
        {
            double norm = Math.Sqrt(expected.Cast<double>().Sum(x => x * x)), worst = 0;
            for (int i = 0; i < expected.GetLength(0); i++)
            {
                for (int j = 0; j < expected.GetLength(1); j++)
                {
                    double off = Math.Abs(expected[i, j] - actual[i, j]);
                    worst = double.IsNaN(off) ? double.PositiveInfinity : Math.Max(worst, off);
                }
            }
            return worst <= Factor * Unit * norm ? null : $"{what} is off by {worst / (Unit * norm)} u·‖A‖, allowed are {Factor}";
        }

        internal string? Orthonormal(double[,] q, string what)
        {
            int n = q.GetLength(1);
            string? failure = Near(Make(n, n, (i, j) => i == j ? 1 : 0), Times(Transposed(q), q), $"{what}ᵀ·{what}");
            return n == 0 ? null : failure;
        }
    }
}

