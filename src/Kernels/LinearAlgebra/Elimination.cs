namespace DeepPuzzles.Kernels;

// Gauss and Jordan with the largest of all remaining elements as the next pivot. Plain loops: the definition of what rests on LU.
internal static class Elimination
{
    /// <summary>A becomes diagonal, the rows of x the right-hand sides that go with it; gives which unknown each pivot belongs to.</summary>
    /// <param name="a">The matrix.</param>
    /// <param name="x">Right-hand sides as rows.</param>
    /// <param name="sign">Of the permutations together.</param>
    internal static int[] Reduce(Matrix a, Matrix x, out int sign)
    {
        int n = a.Rows;
        int[] order = [.. Enumerable.Range(0, n)];
        sign = 1;
        for (int k = 0; k < n; k++)
        {
            (int row, int column) = (k, k);
            for (int i = k; i < n; i++)
            {
                for (int j = k; j < n; j++)
                    if (Math.Abs(a[i, j]) > Math.Abs(a[row, column])) (row, column) = (i, j);
            }
            if (a[row, column] == 0) throw Lu.Singular(order[k]);
            if (row != k) sign = -sign;
            if (column != k) sign = -sign;
            a.SwapRows(k, row);
            for (int r = 0; r < x.Rows; r++) (x[r, k], x[r, row]) = (x[r, row], x[r, k]);
            for (int i = 0; i < n; i++) (a[i, k], a[i, column]) = (a[i, column], a[i, k]);
            (order[k], order[column]) = (order[column], order[k]);
            for (int i = 0; i < n; i++)
            {
                double factor = a[i, k] / a[k, k];
                if (i == k || factor == 0) continue;
                for (int j = k; j < n; j++) a[i, j] -= factor * a[k, j];
                for (int r = 0; r < x.Rows; r++) x[r, i] -= factor * x[r, k];
            }
        }
        return order;
    }
}
