namespace DeepPuzzles.Kernels;

// Rotations in all planes, sweep by sweep, until nothing is left to turn (Jacobi 1846; Hestenes 1958). Plain loops: the definitions of Eigh and Svd.
internal static class Jacobi
{
    /// <summary>Sweeps; ten are usual.</summary>
    private const int MostSweeps = 100;

    /// <summary>Products smaller than this part of the two numbers beside them count as 0.</summary>
    private const double Tolerance = 1.0 / (1L << 53);

    /// <summary>Elements smaller than this part of the largest count as 0: far below what rounding has done to the others.</summary>
    private const double Floor = 1e-20;

    /// <summary>A product of two rows is known up to this times their number of elements times the tolerance.</summary>
    private const double Rounding = 2;

    /// <summary>Lengths smaller than this part of the largest count as 0: their squares would vanish.</summary>
    private const double Nothing = 1e-140;

    /// <summary>A becomes diagonal; the rows of the other matrix are its eigenvectors.</summary>
    internal static void Diagonalise(Matrix a, Matrix vectors)
    {
        vectors.BecomeIdentity();
        double floor = Floor * Vectors.LargestAbsolute(a.Elements);
        bool turned = true;
        for (int sweep = 0; turned; sweep++)
        {
            if (sweep == MostSweeps) throw new ArithmeticException($"is not diagonal after {MostSweeps} sweeps; this is not expected of any matrix: please report it");
            turned = false;
            for (int p = 0; p < a.Rows - 1; p++)
            {
                for (int q = p + 1; q < a.Rows; q++)
                {
                    double bound = Tolerance * Math.Max(Math.Abs(a[p, p]), Math.Abs(a[q, q]));
                    if (Math.Abs(a[p, q]) <= Math.Max(bound, floor)) continue;
                    turned = true;
                    (double c, double s) = Angle(a[p, p], a[p, q], a[q, q]);
                    for (int k = 0; k < a.Rows; k++) (a[k, p], a[k, q]) = (c * a[k, p] + s * a[k, q], c * a[k, q] - s * a[k, p]);
                    for (int k = 0; k < a.Rows; k++) (a[p, k], a[q, k]) = (c * a[p, k] + s * a[q, k], c * a[q, k] - s * a[p, k]);
                    a[p, q] = a[q, p] = 0;
                    Turn(vectors, p, q, c, s);
                }
            }
        }
    }

    /// <summary>The rows of X become orthonormal; J·X of before has those rows times the lengths, and the rows of J are orthonormal too.</summary>
    internal static void Orthogonalise(Matrix x, Matrix j, Span<double> lengths)
    {
        j.BecomeIdentity();
        double scale = Reflectors.ToOne(Vectors.LargestAbsolute(x.Elements));
        Vectors.Scale(scale, x.Elements);
        bool turned = true;
        for (int sweep = 0; turned; sweep++)
        {
            if (sweep == MostSweeps) throw new ArithmeticException($"is not orthogonal after {MostSweeps} sweeps; this is not expected of any matrix: please report it");
            turned = false;
            for (int p = 0; p < x.Rows - 1; p++)
            {
                for (int q = p + 1; q < x.Rows; q++)
                {
                    (double pp, double pq, double qq) = (Dot(x, p, p), Dot(x, p, q), Dot(x, q, q));
                    if (Math.Min(pp, qq) <= Nothing * Nothing || Math.Abs(pq) <= Rounding * x.Columns * Tolerance * Math.Sqrt(pp) * Math.Sqrt(qq)) continue;
                    turned = true;
                    (double c, double s) = Angle(pp, pq, qq);
                    Turn(x, p, q, c, s);
                    Turn(j, p, q, c, s);
                }
            }
        }
        double longest = 0;
        for (int i = 0; i < x.Rows; i++) longest = Math.Max(longest, lengths[i] = Math.Sqrt(Dot(x, i, i)));
        for (int i = 0; i < x.Rows; i++) Normalise(x, i, lengths, Nothing * longest);
        Vectors.Scale(1 / scale, lengths);
    }

    // The smaller of the two angles that make the product of the rows (or the element beside the diagonal) zero.
    private static (double Cosine, double Sine) Angle(double pp, double pq, double qq)
    {
        double half = (pp - qq) / (2 * pq), tangent = Math.CopySign(1 / (Math.Abs(half) + double.Hypot(half, 1)), half), cosine = 1 / double.Hypot(tangent, 1);
        return (cosine, cosine * tangent);
    }

    private static void Turn(Matrix x, int p, int q, double c, double s)
    {
        for (int k = 0; k < x.Columns; k++) (x[p, k], x[q, k]) = (c * x[p, k] + s * x[q, k], c * x[q, k] - s * x[p, k]);
    }

    private static double Dot(Matrix x, int p, int q)
    {
        double sum = 0;
        for (int k = 0; k < x.Columns; k++) sum += x[p, k] * x[q, k];
        return sum;
    }

    // A row of length 0 becomes any unit vector that is orthogonal to the rows that have a length or got one: the axis that these cover least,
    // without its parts along them; twice, since the first time leaves rounding.
    private static void Normalise(Matrix x, int row, Span<double> lengths, double nothing)
    {
        if (lengths[row] > nothing)
        {
            for (int k = 0; k < x.Columns; k++) x[row, k] /= lengths[row];
            return;
        }
        lengths[row] = 0;
        (int axis, double least) = (0, double.PositiveInfinity);
        for (int k = 0; k < x.Columns; k++)
        {
            double covered = 0;
            for (int i = 0; i < x.Rows; i++)
                if (Counts(i, lengths)) covered += Square(x, i, k);
            if (covered < least) (axis, least) = (k, covered);
        }
        x.Row(row).Clear();
        x[row, axis] = 1;
        for (int time = 0; time < 2; time++)
        {
            for (int i = 0; i < x.Rows; i++)
            {
                if (!Counts(i, lengths)) continue;
                double along = Dot(x, i, row) / Dot(x, i, i);
                for (int k = 0; k < x.Columns; k++) x[row, k] -= along * x[i, k];
            }
        }
        double length = Math.Sqrt(Dot(x, row, row));
        for (int k = 0; k < x.Columns; k++) x[row, k] /= length;

        bool Counts(int other, Span<double> all) => other != row && (other < row || all[other] > nothing);

        double Square(Matrix all, int i, int k) => all[i, k] * all[i, k] / Dot(all, i, i);
    }
}
