namespace DeepPuzzles.Kernels;

/// <summary>A·V = V·diag(λ) for a symmetric A: λ ascending, the columns of V orthonormal, in each the component of largest magnitude positive (the
/// first of those that are as large but for rounding). Parts: λ as a column, V.</summary>
public readonly struct Eigh : IFactorisation
{
    /// <inheritdoc/>
    public static string Name => "eigh";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -2, High: 2, Ulp: 8);

    /// <inheritdoc/>
    public static MatrixKind Kind => MatrixKind.Symmetric;

    /// <inheritdoc/>
    public static Extent[] Parts(int m, int n) => [(n, 1), n];

    /// <inheritdoc/>
    public static int Scratch(int m, int n) => n * n + 5 * n + Rotations.Scratch(n);

    // A = Q·T·Qᵀ with T tridiagonal, T = Z·diag(λ)·Zᵀ, V = Q·Z. The columns of V lie along memory until the end.
    /// <inheritdoc/>
    public void Factor(Matrix a, Span<double> parts, Span<double> scratch)
    {
        int n = a.Rows;
        Span<double> values = Matrix.Cut(ref parts, n), tau = Matrix.Cut(ref scratch, n), beside = Matrix.Cut(ref scratch, n), strip = Matrix.Cut(ref scratch, n);
        Matrix vectors = Matrix.Cut(ref scratch, n, n);
        if (n == 0) return;
        Tridiagonal.Reduce(a, values, beside, tau, strip);
        Reflectors.Form(a, tau[..(n - 1)], 1, vectors);
        var rotations = new Rotations(vectors, scratch[(2 * n)..]);
        Tridiagonal.Diagonalise(values, beside, ref rotations);
        Ordering.Ascending(values, scratch[..n], vectors, new Matrix(parts, n, n));
    }

    /// <inheritdoc/>
    public void Define(Matrix a, Span<double> parts)
    {
        int n = a.Rows;
        Span<double> values = Matrix.Cut(ref parts, n);
        var vectors = new Matrix(new double[n * n], n, n);
        Jacobi.Diagonalise(a, vectors);
        for (int i = 0; i < n; i++) values[i] = a[i, i];
        Ordering.Ascending(values, new double[n], vectors, new Matrix(parts, n, n));
    }
}
