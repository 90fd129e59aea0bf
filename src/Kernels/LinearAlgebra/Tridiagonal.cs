namespace DeepPuzzles.Kernels;

// Symmetric matrices by way of tridiagonal ones.
internal static class Tridiagonal
{
    /// <summary>QL steps for one eigenvalue; two are usual.</summary>
    private const int MostSteps = 60;

    /// <summary>The distance from 1 to the next number.</summary>
    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>Beside a largest element near 1 this counts as 0, so that no square vanishes.</summary>
    private const double Negligible = 1e-140;

    // T = Q·A·Qᵀ, one reflector H at a time (Golub & Van Loan, sec. 8.3.1): with p = τ·A·v and w = p - ½τ(pᵀv)·v, H·A·H = A - v·wᵀ - w·vᵀ.
    // Reads and writes the upper triangle only, whose rows lie along memory; the vectors stay above the diagonal.
    internal static void Reduce(Matrix a, Span<double> diagonal, Span<double> beside, Span<double> tau, Span<double> strip)
    {
        int n = a.Rows;
        for (int k = 0; k < n - 1; k++)
        {
            diagonal[k] = a[k, k];
            Span<double> v = a.Row(k)[(k + 1)..], w = strip[..v.Length];
            beside[k] = Reflectors.Make(v, out tau[k]);
            if (tau[k] == 0) continue;
            w.Clear();
            for (int i = 0; i < v.Length; i++)
            {
                Span<double> row = a.Row(k + 1 + i)[(k + 1 + i)..];
                w[i] += Vectors.Dot(row, v[i..]);
                Vectors.AddScaled(v[i], row[1..], w[(i + 1)..]);
            }
            Vectors.Scale(tau[k], w);
            Vectors.AddScaled(-tau[k] / 2 * Vectors.Dot(w, v), v, w);
            for (int i = 0; i < v.Length; i++)
            {
                Span<double> row = a.Row(k + 1 + i)[(k + 1 + i)..];
                Vectors.AddScaled(-v[i], w[i..], row);
                Vectors.AddScaled(-w[i], v[i..], row);
            }
        }
        diagonal[n - 1] = a[n - 1, n - 1];
        beside[n - 1] = 0;
    }

    // Implicit QL with Wilkinson's shift (Dubrulle, Martin & Wilkinson 1968; Parlett, The Symmetric Eigenvalue Problem, ch. 8).
    // Each step chases a bulge from the bottom of an unreduced block to its top; the last neighbour falls with the third power.
    internal static void Diagonalise(Span<double> d, Span<double> e, ref Rotations rotations)
    {
        double scale = Normalise(d, e);
        for (int top = 0; top < d.Length; top++)
        {
            for (int step = 0; ; step++)
            {
                int bottom = top;
                while (bottom < d.Length - 1 && Math.Abs(e[bottom]) > Math.Max(Negligible, Epsilon * (Math.Abs(d[bottom]) + Math.Abs(d[bottom + 1])))) bottom++;
                if (bottom == top) break;
                if (step == MostSteps) throw new ArithmeticException($"did not give up its eigenvalue {top} within {MostSteps} steps; this is not expected of any matrix: please report it");
                Step(d, e, top, bottom, ref rotations);
            }
        }
        rotations.Apply();
        Vectors.Scale(1 / scale, d);
    }

    private static void Step(Span<double> d, Span<double> e, int top, int bottom, ref Rotations rotations)
    {
        double half = (d[top + 1] - d[top]) / (2 * e[top]);
        double shift = d[top] - e[top] / (half + Math.CopySign(double.Hypot(half, 1), half));
        (double c, double s, double lowered, double g) = (1, 1, 0, d[bottom] - shift);
        for (int i = bottom - 1; i >= top; i--)
        {
            double f = s * e[i], b = c * e[i];
            (c, s) = Rotations.Find(g, f, out e[i + 1]);
            if (e[i + 1] == 0)         // the block has come apart by itself
            {
                d[i + 1] -= lowered;
                e[bottom] = 0;
                return;
            }
            g = d[i + 1] - lowered;
            double r = (d[i] - g) * s + 2 * c * b;
            lowered = s * r;
            d[i + 1] = g + lowered;
            g = c * r - b;
            rotations.Add(i, i + 1, c, -s);
        }
        d[top] -= lowered;
        e[top] = g;
        e[bottom] = 0;
    }

    /// <summary>Multiplies both by a power of two that brings the largest element near 1; gives that power.</summary>
    internal static double Normalise(Span<double> d, Span<double> e)
    {
        double scale = Reflectors.ToOne(Math.Max(Vectors.LargestAbsolute(d), Vectors.LargestAbsolute(e)));
        Vectors.Scale(scale, d);
        Vectors.Scale(scale, e);
        return scale;
    }
}
