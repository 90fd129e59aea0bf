namespace DeepPuzzles.Kernels;

/// <summary>A = U·diag(σ)·Vᵀ with k = min(m, n): the columns of U [m, k] and the rows of Vᵀ [k, n] are orthonormal, σ ≥ 0 descends, and in each column
/// of U the component of largest magnitude is positive (the first of those that are as large but for rounding). Parts: U, σ as a column, Vᵀ.</summary>
public readonly struct Svd : IFactorisation
{
    /// <inheritdoc/>
    public static string Name => "svd";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -2, High: 2, Ulp: 8);

    /// <inheritdoc/>
    public static MatrixKind Kind => MatrixKind.Any;

    /// <inheritdoc/>
    public static Extent[] Parts(int m, int n) => [(m, Math.Min(m, n)), (Math.Min(m, n), 1), (Math.Min(m, n), n)];

    /// <inheritdoc/>
    public static int Scratch(int m, int n)
    {
        (int rows, int columns) = (Math.Max(m, n), Math.Min(m, n));
        return 3 * rows * columns + columns * columns + 4 * columns + 2 * Rotations.Scratch(columns);
    }

    // A, or its transpose, whichever is tall, becomes bidiagonal and then diagonal. The columns of U and V lie along memory until the end.
    /// <inheritdoc/>
    public void Factor(Matrix a, Span<double> parts, Span<double> scratch)
    {
        bool wide = a.Rows < a.Columns;
        (int m, int n) = (Math.Max(a.Rows, a.Columns), Math.Min(a.Rows, a.Columns));
        Matrix tall = Matrix.Cut(ref scratch, m, n), reflectors = Matrix.Cut(ref scratch, n, m), left = Matrix.Cut(ref scratch, n, m), right = Matrix.Cut(ref scratch, n, n);
        Span<double> d = Matrix.Cut(ref scratch, n), e = Matrix.Cut(ref scratch, n), tauLeft = Matrix.Cut(ref scratch, n), tauRight = Matrix.Cut(ref scratch, n);
        if (n == 0) return;
        if (wide) a.TransposeTo(tall);
        else a.CopyTo(tall);
        Bidiagonal.Reduce(tall, d, e, reflectors, tauLeft, tauRight, scratch);
        Reflectors.Form(reflectors, tauLeft, 0, left);
        Reflectors.Form(new Matrix(tall.Elements, n, n), tauRight[..(n - 1)], 1, right);
        e[n - 1] = 0;
        int half = Rotations.Scratch(n);
        new BidiagonalQr(d, e, new Rotations(left, scratch[..half]), new Rotations(right, scratch.Slice(half, half))).Run();
        if (wide) Order(d, right, left, parts, scratch);
        else Order(d, left, right, parts, scratch);
    }

    /// <inheritdoc/>
    public void Define(Matrix a, Span<double> parts)
    {
        bool wide = a.Rows < a.Columns;
        (int m, int n) = (Math.Max(a.Rows, a.Columns), Math.Min(a.Rows, a.Columns));
        // Rows of the first matrix are made orthogonal by the second: that of a tall A is Aᵀ.
        Matrix rows = new(new double[n * m], n, m), turned = new(new double[n * n], n, n);
        if (wide) a.CopyTo(rows);
        else a.TransposeTo(rows);
        double[] lengths = new double[n];
        Jacobi.Orthogonalise(rows, turned, lengths);
        if (wide) Order(lengths, turned, rows, parts, new double[n]);
        else Order(lengths, rows, turned, parts, new double[n]);
    }

    // Rows are the columns of U and V.
    private static void Order(Span<double> values, Matrix left, Matrix right, Span<double> parts, Span<double> scratch)
    {
        int k = values.Length;
        Matrix u = Matrix.Cut(ref parts, left.Columns, k);
        Span<double> sigma = Matrix.Cut(ref parts, k);
        var vt = new Matrix(parts, k, right.Columns);
        for (int j = 0; j < k; j++)
        {
            if (!double.IsNegative(values[j])) continue;
            values[j] = -values[j];
            Vectors.Scale(-1, right.Row(j));
        }
        Span<int> order = Ordering.Sort(values, scratch);
        for (int j = 0; j < k; j++)
        {
            int from = order[k - 1 - j];
            sigma[j] = values[k - 1 - j];
            double sign = Ordering.SignOf(left.Row(from));
            for (int i = 0; i < left.Columns; i++) u[i, j] = sign * left[from, i];
            for (int i = 0; i < right.Columns; i++) vt[j, i] = sign * right[from, i];
        }
    }
}
