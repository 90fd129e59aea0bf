namespace DeepPuzzles.Kernels;

// P·A = L·U with partial pivoting: L below the diagonal, its own being 1, U on and above it (Golub & Van Loan, sec. 3.4).
internal static class Lu
{
    /// <summary>Factors in place; gives the sign of the permutation, 0 for a singular matrix.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="pivots">For each step the row that changed places with it.</param>
    /// <param name="failed">The first column that has no pivot, or -1.</param>
    internal static int Factor(Matrix a, Span<int> pivots, out int failed)
    {
        (int sign, int n) = (1, a.Rows);
        failed = -1;
        for (int k = 0; k < n; k++)
        {
            int best = k;
            for (int i = k + 1; i < n; i++)
                if (Math.Abs(a[i, k]) > Math.Abs(a[best, k])) best = i;
            pivots[k] = best;
            if (best != k) sign = -sign;
            a.SwapRows(k, best);
            if (a[k, k] == 0)
            {
                failed = k;
                return 0;
            }
            Span<double> pivot = a.Row(k)[k..];
            for (int i = k + 1; i < n; i++)
            {
                double factor = a[i, k] / pivot[0];
                if (factor != 0) Vectors.AddScaled(-factor, pivot[1..], a.Row(i)[(k + 1)..]);
                a[i, k] = factor;
            }
        }
        return sign;
    }

    /// <summary>What is told of a matrix in whose column there is no pivot.</summary>
    internal static ArithmeticException Singular(int column) =>
        new($"is singular: its column {column} is a sum of multiples of those before it; LeastSquares or PseudoInverse may be what you want");
}
