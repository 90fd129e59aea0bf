using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>det A = sign·e^log for a square A; sign 0 and log -∞ for a singular one. Parts: sign, log.</summary>
public readonly struct LogDeterminant : IFactorisation
{
    /// <inheritdoc/>
    public static string Name => "log-determinant";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -2, High: 2, Ulp: 16);

    /// <inheritdoc/>
    public static MatrixKind Kind => MatrixKind.Square;

    /// <inheritdoc/>
    public static Extent[] Parts(int m, int n) => [1, 1];

    /// <inheritdoc/>
    public static int Scratch(int m, int n) => n;

    /// <inheritdoc/>
    public void Factor(Matrix a, Span<double> parts, Span<double> scratch) => Sum(a, Lu.Factor(a, MemoryMarshal.Cast<double, int>(scratch), out _), parts);

    /// <inheritdoc/>
    public void Define(Matrix a, Span<double> parts)
    {
        int sign = 0;
        try
        {
            _ = Elimination.Reduce(a, new Matrix([], 0, a.Rows), out sign);
        }
        catch (ArithmeticException)
        {
            sign = 0;
        }
        Sum(a, sign, parts);
    }

    // The diagonal holds the pivots.
    private static void Sum(Matrix a, int sign, Span<double> parts)
    {
        double log = 0;
        for (int i = 0; i < a.Rows && sign != 0; i++)
        {
            if (a[i, i] < 0) sign = -sign;
            log += Math.Log(Math.Abs(a[i, i]));
        }
        (parts[0], parts[1]) = (sign, sign == 0 ? double.NegativeInfinity : log);
    }
}
