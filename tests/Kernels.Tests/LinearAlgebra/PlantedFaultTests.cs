namespace DeepPuzzles.Kernels.Tests.LinearAlgebra;

/// <summary>The laws are tested: a factorisation that is spoiled a little, in any of its parts, must not pass.</summary>
public sealed class PlantedFaultTests
{
    /// <summary>A relative error that is small, and yet much larger than the bounds of the records.</summary>
    private const double Little = 1e-12;

    private static readonly double[,] s_positive = HardMatrices.Positive["covariance [16, 16]"], s_tall = HardMatrices.Tall["random [20, 7]"], s_wide = HardMatrices.All["random [7, 20]"];

    private interface IFault<TOp>
    {
        static abstract void Plant(Span<double> parts, int m, int n);
    }

    [Fact]
    public void What_is_right_passes()
    {
        Assert.Null(Check<Cholesky, None>(s_positive));
        Assert.Null(Check<Qr, None>(s_tall));
        Assert.Null(Check<Eigh, None>(s_positive));
        Assert.Null(Check<Svd, None>(s_wide));
        Assert.Null(Check<LogDeterminant, None>(s_positive));
    }

    [Fact]
    public void An_element_that_is_a_little_off_is_caught()
    {
        Assert.Contains("off by", Check<Cholesky, LastElement>(s_positive), StringComparison.Ordinal);
        Assert.Contains("off by", Check<Qr, LastElement>(s_tall), StringComparison.Ordinal);
        Assert.Contains("off by", Check<Eigh, LastElement>(s_positive), StringComparison.Ordinal);
        Assert.Contains("off by", Check<Svd, LastElement>(s_wide), StringComparison.Ordinal);
        Assert.Contains("log", Check<LogDeterminant, Doubled>(s_positive), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_convention_is_caught()
    {
        Assert.Contains("negative", Check<Qr, Flipped>(s_tall), StringComparison.Ordinal);
        Assert.Contains("negative", Check<Svd, Flipped>(s_tall), StringComparison.Ordinal);
        Assert.Contains("negative", Check<Eigh, Flipped>(s_positive), StringComparison.Ordinal);
        Assert.Contains("stands before", Check<Eigh, Swapped>(s_positive), StringComparison.Ordinal);
        Assert.Contains("triangle", Check<Cholesky, Above>(s_positive), StringComparison.Ordinal);
        Assert.Contains("sign", Check<LogDeterminant, Negated>(s_positive), StringComparison.Ordinal);
    }

    private static string? Check<TOp, TFault>(double[,] a)
        where TOp : struct, IFactorisation
        where TFault : IFault<TOp> => FactorisationCheck.Holds<Spoiled<TOp, TFault>, double>(default, typeof(TOp), Sample.Devices[0], "a matrix", a);

    private readonly struct Spoiled<TOp, TFault> : IFactorisation
        where TOp : struct, IFactorisation
        where TFault : IFault<TOp>
    {
        public static string Name => TOp.Name;

        public static OpRecord Record => TOp.Record;

        public static MatrixKind Kind => TOp.Kind;

        public static Extent[] Parts(int m, int n) => TOp.Parts(m, n);

        public static int Scratch(int m, int n) => TOp.Scratch(m, n);

        public void Factor(Matrix a, Span<double> parts, Span<double> scratch)
        {
            default(TOp).Factor(a, parts, scratch);
            TFault.Plant(parts, a.Rows, a.Columns);
        }

        public void Define(Matrix a, Span<double> parts) => default(TOp).Define(a, parts);
    }

    private sealed class None : IFault<Cholesky>, IFault<Qr>, IFault<Eigh>, IFault<Svd>, IFault<LogDeterminant>
    {
        static void IFault<Cholesky>.Plant(Span<double> parts, int m, int n) => parts[0] *= 1;
        static void IFault<Qr>.Plant(Span<double> parts, int m, int n) => parts[0] *= 1;
        static void IFault<Eigh>.Plant(Span<double> parts, int m, int n) => parts[0] *= 1;
        static void IFault<Svd>.Plant(Span<double> parts, int m, int n) => parts[0] *= 1;
        static void IFault<LogDeterminant>.Plant(Span<double> parts, int m, int n) => parts[0] *= 1;
    }

    private sealed class LastElement : IFault<Cholesky>, IFault<Qr>, IFault<Eigh>, IFault<Svd>
    {
        static void IFault<Cholesky>.Plant(Span<double> parts, int m, int n) => parts[^1] += Little;
        static void IFault<Qr>.Plant(Span<double> parts, int m, int n) => parts[^1] += Little;
        static void IFault<Eigh>.Plant(Span<double> parts, int m, int n) => parts[^1] += Little;
        static void IFault<Svd>.Plant(Span<double> parts, int m, int n) => parts[^1] += Little;
    }

    private sealed class Doubled : IFault<LogDeterminant>
    {
        public static void Plant(Span<double> parts, int m, int n) => parts[1] *= 1.01;
    }

    private sealed class Negated : IFault<LogDeterminant>
    {
        public static void Plant(Span<double> parts, int m, int n) => parts[0] = -1;
    }

    // The last column of the left factor and the last row of the right one: the product stays the same.
    private sealed class Flipped : IFault<Qr>, IFault<Svd>, IFault<Eigh>
    {
        static void IFault<Qr>.Plant(Span<double> parts, int m, int n) => Flip(parts, m, n, m * n + n * n - n, n);

        static void IFault<Svd>.Plant(Span<double> parts, int m, int n) => Flip(parts, m, n, m * n + n + n * n - n, n);

        static void IFault<Eigh>.Plant(Span<double> parts, int m, int n) => Flip(parts[n..], n, n, 0, 0);

        private static void Flip(Span<double> parts, int m, int n, int row, int length)
        {
            for (int i = 0; i < m; i++) parts[i * n + n - 1] *= -1;
            for (int i = 0; i < length; i++) parts[row + i] *= -1;
        }
    }

    private sealed class Swapped : IFault<Eigh>
    {
        public static void Plant(Span<double> parts, int m, int n)
        {
            (parts[0], parts[1]) = (parts[1], parts[0]);
            for (int i = 0; i < n; i++) (parts[n + i * n], parts[n + i * n + 1]) = (parts[n + i * n + 1], parts[n + i * n]);
        }
    }

    private sealed class Above : IFault<Cholesky>
    {
        public static void Plant(Span<double> parts, int m, int n) => parts[1] = 1e-300;
    }
}
