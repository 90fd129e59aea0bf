namespace DeepPuzzles.Kernels;

// Matrices by way of bidiagonal ones: A = U·B·Vᵀ, B with a diagonal d and, above it, e.
internal static class Bidiagonal
{
    // Reflectors from the left make a column zero below the diagonal, those from the right a row beyond e (Golub & Kahan 1965). Each row of A is
    // walked twice for a pair of them: to sum up w = vᵀ·A, and to subtract what both change. The left vectors go to the rows of a matrix of their
    // own; the right ones stay in A above the diagonal.
    internal static void Reduce(Matrix a, Span<double> d, Span<double> e, Matrix left, Span<double> tauLeft, Span<double> tauRight, Span<double> strip)
    {
        int n = a.Columns;
        for (int k = 0; k < n; k++)
        {
            Span<double> v = left.Row(k)[k..], right = a.Row(k)[(k + 1)..], w = strip[..right.Length];
            for (int i = 0; i < v.Length; i++) v[i] = a[k + i, k];
            d[k] = Reflectors.Make(v, out tauLeft[k]);
            if (right.Length == 0) break;
            w.Clear();
            for (int i = 0; i < v.Length; i++) Vectors.AddScaled(v[i] * tauLeft[k], a.Row(k + i)[(k + 1)..], w);
            Vectors.AddScaled(-1, w, right);
            e[k] = Reflectors.Make(right, out tauRight[k]);
            for (int i = 1; i < v.Length; i++)
            {
                Span<double> row = a.Row(k + i)[(k + 1)..];
                Vectors.AddScaled(-v[i], w, row);
                Reflectors.Apply(right, tauRight[k], row);
            }
        }
    }
}
