namespace DeepPuzzles.Kernels;

/// <summary>A = L·Lᵀ with L lower triangular and its diagonal positive. Parts: L.</summary>
public readonly struct Cholesky : IFactorisation
{
    /// <inheritdoc/>
    public static string Name => "cholesky";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -2, High: 2, Ulp: 2);

    /// <inheritdoc/>
    public static MatrixKind Kind => MatrixKind.Symmetric;

    /// <inheritdoc/>
    public static Extent[] Parts(int m, int n) => [n];

    /// <inheritdoc/>
    public static int Scratch(int m, int n) => 0;

    // L[i, j] = (A[i, j] - Σ_p L[i, p]·L[j, p]) / L[j, j], row by row: both rows lie along p.
    /// <inheritdoc/>
    public void Factor(Matrix a, Span<double> parts, Span<double> scratch)
    {
        var l = new Matrix(parts, a.Rows, a.Rows);
        l.Elements.Clear();
        for (int i = 0; i < a.Rows; i++)
        {
            Span<double> row = l.Row(i);
            for (int j = 0; j < i; j++) row[j] = (a[i, j] - Vectors.Dot(row[..j], l.Row(j)[..j])) / l[j, j];
            row[i] = Root(a[i, i] - Vectors.Dot(row[..i], row[..i]), i);
        }
    }

    // Column by column: what remains of A loses the outer product of each column.
    /// <inheritdoc/>
    public void Define(Matrix a, Span<double> parts)
    {
        var l = new Matrix(parts, a.Rows, a.Rows);
        l.Elements.Clear();
        for (int p = 0; p < a.Rows; p++)
        {
            l[p, p] = Root(a[p, p], p);
            for (int i = p + 1; i < a.Rows; i++) l[i, p] = a[i, p] / l[p, p];
            for (int i = p + 1; i < a.Rows; i++)
            {
                for (int j = p + 1; j <= i; j++) a[i, j] -= l[i, p] * l[j, p];
            }
        }
    }

    private static double Root(double pivot, int order) => pivot > 0
        ? Math.Sqrt(pivot)
        : throw new ArithmeticException(FormattableString.Invariant($"is not positive definite: its leading minor of order {order + 1} leaves a pivot of {pivot}; add a multiple of the identity, or use Eigh"));
}
