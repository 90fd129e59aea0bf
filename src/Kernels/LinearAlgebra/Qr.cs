namespace DeepPuzzles.Kernels;

/// <summary>A = Q·R for m ≥ n: Q [m, n] has orthonormal columns, R [n, n] is upper triangular and its diagonal not negative. Parts: Q, R.</summary>
public readonly struct Qr : IFactorisation
{
    /// <inheritdoc/>
    public static string Name => "qr";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -2, High: 2, Ulp: 8);

    /// <inheritdoc/>
    public static MatrixKind Kind => MatrixKind.Tall;

    /// <inheritdoc/>
    public static Extent[] Parts(int m, int n) => [(m, n), n];

    /// <inheritdoc/>
    public static int Scratch(int m, int n) => 2 * m * n + n;

    // H_{n-1}·…·H₀·A = R, Q = H₀·…·H_{n-1} (Householder). Works on the transpose, so that columns lie along memory.
    /// <inheritdoc/>
    public void Factor(Matrix a, Span<double> parts, Span<double> scratch)
    {
        (int m, int n) = (a.Rows, a.Columns);
        Matrix q = Matrix.Cut(ref parts, m, n), r = new(parts, n, n), columns = Matrix.Cut(ref scratch, n, m), basis = Matrix.Cut(ref scratch, n, m);
        a.TransposeTo(columns);
        r.Elements.Clear();
        for (int k = 0; k < n; k++)
        {
            for (int i = 0; i < k; i++) r[i, k] = columns[k, i];
            Span<double> v = columns.Row(k)[k..];
            r[k, k] = Reflectors.Make(v, out scratch[k]);
            for (int j = k + 1; j < n; j++) Reflectors.Apply(v, scratch[k], columns.Row(j)[k..]);
        }
        Reflectors.Form(columns, scratch[..n], 0, basis);
        for (int k = 0; k < n; k++)
        {
            if (!double.IsNegative(r[k, k])) continue;
            Vectors.Scale(-1, r.Row(k)[k..]);
            Vectors.Scale(-1, basis.Row(k));
        }
        basis.TransposeTo(q);
    }

    // Rotations of two rows at a time, each of which makes one element below the diagonal zero (Givens).
    /// <inheritdoc/>
    public void Define(Matrix a, Span<double> parts)
    {
        (int m, int n) = (a.Rows, a.Columns);
        Matrix q = Matrix.Cut(ref parts, m, n), r = new(parts, n, n), all = new(new double[m * m], m, m);
        all.BecomeIdentity();
        for (int k = 0; k < n; k++)
        {
            for (int i = k + 1; i < m; i++)
            {
                (double c, double s) = Rotations.Find(a[k, k], a[i, k], out _);
                for (int j = 0; j < n; j++) (a[k, j], a[i, j]) = (c * a[k, j] + s * a[i, j], c * a[i, j] - s * a[k, j]);
                for (int j = 0; j < m; j++) (all[k, j], all[i, j]) = (c * all[k, j] + s * all[i, j], c * all[i, j] - s * all[k, j]);
                a[i, k] = 0;
            }
        }
        for (int k = 0; k < n; k++)
        {
            double sign = double.IsNegative(a[k, k]) ? -1 : 1;
            for (int j = 0; j < n; j++) r[k, j] = j < k ? 0 : sign * a[k, j];
            for (int i = 0; i < m; i++) q[i, k] = sign * all[k, i];
        }
    }
}
