namespace DeepPuzzles.Kernels;

// H = I - τ·v·vᵀ with v[0] = 1 maps x to β·e₀ (Householder; Golub & Van Loan, Matrix Computations, sec. 5.1).
// A product Q = H₀·H₁·… is kept as its vectors: that of H_k in row k, from column k + shift on.
internal static class Reflectors
{
    /// <summary>Beyond these the square of a number may leave the range of float64.</summary>
    private const double Small = 1e-100, Large = 1e100;

    /// <summary>2 to this power and its inverse are both normal numbers.</summary>
    private const int LargestShift = 1000;

    /// <summary>x becomes v; gives β, whose sign is opposite to that of x[0], so that nothing cancels.</summary>
    internal static double Make(Span<double> x, out double tau)
    {
        tau = 0;
        Span<double> rest = x[1..];
        double alpha = x[0], largest = Vectors.LargestAbsolute(rest);
        x[0] = 1;
        if (largest == 0) return alpha;
        double scale = Scale(Math.Max(largest, Math.Abs(alpha)));
        if (scale != 1) Vectors.Scale(scale, rest);
        alpha *= scale;
        double beta = -Math.CopySign(Math.Sqrt(alpha * alpha + Vectors.Dot(rest, rest)), alpha);
        tau = (beta - alpha) / beta;
        Vectors.Scale(1 / (alpha - beta), rest);
        return beta / scale;
    }

    /// <summary>A power of two that brings a number into the range where squares do no harm; 1 for most.</summary>
    internal static double Scale(double largest) => largest is >= Small and <= Large ? 1 : ToOne(largest);

    /// <summary>A power of two that brings a number near 1; 1 for 0.</summary>
    internal static double ToOne(double largest) => largest == 0 ? 1 : Math.ScaleB(1, Math.Clamp(-Math.ILogB(largest), -LargestShift, LargestShift));

    /// <summary>x = H·x.</summary>
    internal static void Apply(ReadOnlySpan<double> v, double tau, Span<double> x)
    {
        if (tau != 0) Vectors.AddScaled(-tau * Vectors.Dot(v, x), v, x);
    }

    /// <summary>The first columns of Q = H₀·H₁·…, each as a row.</summary>
    internal static void Form(Matrix vectors, ReadOnlySpan<double> taus, int shift, Matrix columns)
    {
        columns.BecomeIdentity();
        for (int k = taus.Length - 1; k >= 0; k--)
        {
            Span<double> v = vectors.Row(k)[(k + shift)..];
            for (int j = k + shift; j < columns.Rows; j++) Apply(v, taus[k], columns.Row(j)[(k + shift)..]);
        }
    }
}
