namespace DeepPuzzles.Learning;

/// <summary>Sums over float64 vectors in host memory, for algorithms that need a number back after each of them.</summary>
internal static class Vectors
{
    /// <summary>Σ x·y. Four sums side by side, so that an addition need not wait for the one before it.</summary>
    internal static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        y = y[..x.Length];
        double a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i <= x.Length - 4; i += 4)
        {
            a += x[i] * y[i];
            b += x[i + 1] * y[i + 1];
            c += x[i + 2] * y[i + 2];
            d += x[i + 3] * y[i + 3];
        }
        for (; i < x.Length; i++) a += x[i] * y[i];
        return (a + b) + (c + d);
    }

    /// <summary>The Euclidean length.</summary>
    internal static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    /// <summary>y += c·x.</summary>
    internal static void AddScaled(double c, ReadOnlySpan<double> x, Span<double> y)
    {
        y = y[..x.Length];
        for (int i = 0; i < x.Length; i++) y[i] += c * x[i];
    }

    /// <summary>x *= c.</summary>
    internal static void Scale(double c, Span<double> x)
    {
        for (int i = 0; i < x.Length; i++) x[i] *= c;
    }
}
