namespace DeepPuzzles.Kernels;

/// <summary>x = T⁻¹·b, or T⁻ᵀ·b, for a triangular T; the other triangle may hold any finite numbers.</summary>
/// <param name="Upper">True for the upper triangle of the matrix, false for the lower.</param>
/// <param name="Transposed">True to solve Tᵀ·x = b.</param>
public readonly record struct TriangularSolve(bool Upper, bool Transposed) : ISolver
{
    /// <inheritdoc/>
    public static string Name => "triangular solve";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -2, High: 2, Ulp: 2);

    /// <inheritdoc/>
    public static int Scratch(int n) => 0;

    // Row by row along memory: products of a row with what is solved, or, transposed, multiples of a row off what is not.
    /// <inheritdoc/>
    public void Solve(Matrix a, Matrix x, Span<double> scratch)
    {
        int n = a.Rows;
        RequireRegular(a);
        for (int row = 0; row < x.Rows; row++)
        {
            Span<double> y = x.Row(row);
            for (int step = 0; step < n; step++)
            {
                int i = Upper == Transposed ? step : n - 1 - step;
                Range others = Upper ? (i + 1).. : ..i;
                if (!Transposed) y[i] -= Vectors.Dot(a.Row(i)[others], y[others]);
                y[i] /= a[i, i];
                if (Transposed) Vectors.AddScaled(-y[i], a.Row(i)[others], y[others]);
            }
        }
    }

    // Element by element.
    /// <inheritdoc/>
    public void Define(Matrix a, Matrix x)
    {
        int n = a.Rows;
        RequireRegular(a);
        for (int row = 0; row < x.Rows; row++)
        {
            for (int step = 0; step < n; step++)
            {
                int i = Upper == Transposed ? step : n - 1 - step;
                double sum = x[row, i];
                for (int before = 0; before < step; before++)
                {
                    int j = Upper == Transposed ? before : n - 1 - before;
                    sum -= (Transposed ? a[j, i] : a[i, j]) * x[row, j];
                }
                x[row, i] = sum / a[i, i];
            }
        }
    }

    private static void RequireRegular(Matrix a)
    {
        for (int i = 0; i < a.Rows; i++)
            if (a[i, i] == 0) throw new ArithmeticException($"is singular: element [{i}, {i}] of its diagonal is 0");
    }
}
