namespace DeepPuzzles.Autograd;

/// <summary>The eigenvalues of a small symmetric tridiagonal matrix by implicit QR steps with Wilkinson's shift (Golub and Van Loan, Matrix
/// Computations, 4th ed., sec. 8.3), and the first and last components of its eigenvectors.</summary>
internal static class Tridiagonal
{
    private const double Unit = 2.220446049250313e-16;

    /// <summary>Of the diagonal and the numbers beside it, of which the last leads out of the matrix.</summary>
    internal static RitzValue[] Ritz(double[] diagonal, double[] beside)
    {
        int n = diagonal.Length;
        double[] d = [.. diagonal], e = [.. beside], first = new double[n], last = new double[n];
        (first[0], last[n - 1]) = (1, 1);
        for (int high = n - 1; high > 0;)
        {
            int low = high;
            while (low > 0 && Math.Abs(e[low - 1]) > Unit * (Math.Abs(d[low - 1]) + Math.Abs(d[low]))) low--;
            if (low == high) high--;        // uncoupled from what stands above
            else Step(d, e, low, high, first, last);
        }
        double residual = beside[n - 1];
        return [.. Enumerable.Range(0, n).Select(i => new RitzValue(d[i], Math.Abs(residual * last[i]), first[i] * first[i])).OrderBy(ritz => ritz.Value)];
    }

    // One QR step on the rows low to high: the first rotation makes a bulge beside the three diagonals, the others chase it out at the end.
    private static void Step(double[] d, double[] e, int low, int high, double[] first, double[] last)
    {
        double half = (d[high - 1] - d[high]) / 2, side = e[high - 1];
        double shift = d[high] - side * side / (half + Math.CopySign(double.Hypot(half, side), half));
        double x = d[low] - shift, bulge = e[low];
        for (int k = low; k < high; k++)
        {
            double r = double.Hypot(x, bulge), c = r == 0 ? 1 : x / r, s = r == 0 ? 0 : -bulge / r;
            if (k > low) e[k - 1] = r;
            (double a, double b, double between) = (d[k], d[k + 1], e[k]);
            d[k] = c * c * a - 2 * c * s * between + s * s * b;
            d[k + 1] = s * s * a + 2 * c * s * between + c * c * b;
            e[k] = c * s * (a - b) + (c * c - s * s) * between;
            if (k < high - 1)
            {
                x = e[k];
                bulge = -s * e[k + 1];
                e[k + 1] *= c;
            }
            Rotate(first, k, c, s);
            Rotate(last, k, c, s);
        }
    }

    private static void Rotate(double[] row, int k, double c, double s) => (row[k], row[k + 1]) = (c * row[k] - s * row[k + 1], s * row[k] + c * row[k + 1]);
}
