namespace DeepPuzzles.Kernels;

// Implicit QR steps on a bidiagonal matrix, d on its diagonal and e above it, until e is gone (Golub & Reinsch 1970; Golub & Van Loan, sec. 8.6).
// The rotations go to the rows of Uᵀ and Vᵀ, from the left and from the right.
internal ref struct BidiagonalQr
{
    /// <summary>Steps for one singular value; two are usual.</summary>
    private const int MostSteps = 75;

    /// <summary>The distance from 1 to the next number.</summary>
    private const double Epsilon = 1.0 / (1L << 52);

    private readonly Span<double> _d, _e;
    private Rotations _left, _right;

    internal BidiagonalQr(Span<double> d, Span<double> e, Rotations left, Rotations right)
    {
        _d = d;
        _e = e;
        _left = left;
        _right = right;
    }

    /// <summary>Leaves the singular values in d, in any order and of either sign.</summary>
    internal void Run()
    {
        if (_d.Length == 0) return;
        double scale = Tridiagonal.Normalise(_d, _e);
        double largest = Math.Max(Vectors.LargestAbsolute(_d), Vectors.LargestAbsolute(_e));
        for (int last = _d.Length - 1, steps = 0; last > 0;)
        {
            int first = last;
            while (first > 0 && Math.Abs(_e[first - 1]) > Epsilon * (Math.Abs(_d[first - 1]) + Math.Abs(_d[first]))) first--;
            if (first > 0) _e[first - 1] = 0;
            if (first == last)
            {
                last--;
                steps = 0;
                continue;
            }
            if (steps++ == MostSteps) throw new ArithmeticException($"did not give up its singular value {last} within {MostSteps} steps; this is not expected of any matrix: please report it");
            int zero = last;
            while (zero >= first && Math.Abs(_d[zero]) > Epsilon * largest) zero--;
            if (zero < first) Step(first, last);
            else if (zero == last) ClearColumn(first, last);
            else ClearRow(zero, last);
        }
        _left.Apply();
        _right.Apply();
        Vectors.Scale(1 / scale, _d);
    }

    // d[last] = 0: what stands above it is rotated upwards out of its column.
    private void ClearColumn(int first, int last)
    {
        double f = _e[last - 1];
        _e[last - 1] = _d[last] = 0;
        for (int j = last - 1; j >= first && f != 0; j--)
        {
            (double c, double s) = Rotations.Find(_d[j], f, out _d[j]);
            _right.Add(j, last, c, s);
            if (j == first) break;
            f = -s * _e[j - 1];
            _e[j - 1] *= c;
        }
    }

    // d[zero] = 0: what stands beside it is rotated to the right out of its row, and the block falls in two.
    private void ClearRow(int zero, int last)
    {
        double f = _e[zero];
        _e[zero] = _d[zero] = 0;
        for (int j = zero + 1; j <= last && f != 0; j++)
        {
            (double c, double s) = Rotations.Find(_d[j], f, out _d[j]);
            _left.Add(j, zero, c, s);
            if (j == last) break;
            f = -s * _e[j];
            _e[j] *= c;
        }
    }

    // One step with the shift of Wilkinson for BᵀB: the bulge of the first rotation is chased down to the last row.
    private void Step(int first, int last)
    {
        (double f, double g) = (Start(first, last), _d[first] * _e[first]);
        for (int j = first; j < last; j++)
        {
            (double c, double s) = Rotations.Find(f, g, out double length);
            if (j > first) _e[j - 1] = length;
            f = c * _d[j] + s * _e[j];
            _e[j] = c * _e[j] - s * _d[j];
            g = s * _d[j + 1];
            _d[j + 1] *= c;
            _right.Add(j, j + 1, c, s);

            (c, s) = Rotations.Find(f, g, out _d[j]);
            f = c * _e[j] + s * _d[j + 1];
            _d[j + 1] = c * _d[j + 1] - s * _e[j];
            if (j + 1 < last)
            {
                g = s * _e[j + 1];
                _e[j + 1] *= c;
            }
            _left.Add(j, j + 1, c, s);
        }
        _e[last - 1] = f;
    }

    // d₀² - σ² for the eigenvalue σ² of the last two rows of BᵀB that is nearer to its last element.
    private readonly double Start(int first, int last)
    {
        double above = last - 1 > first ? _e[last - 2] : 0;
        (double p, double q, double r) = (_d[last - 1], _d[last], _e[last - 1]);
        double half = ((p + q) * (p - q) + (above + r) * (above - r)) / 2, off = p * r;
        double reach = half + Math.CopySign(double.Hypot(half, off), half);
        double eigenvalue = q * q + r * r - (reach == 0 ? 0 : off / reach * off);
        return _d[first] * _d[first] - eigenvalue;
    }
}
