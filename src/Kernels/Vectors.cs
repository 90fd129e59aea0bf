using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>Sums over float64 vectors in host memory, for algorithms that want a number back after each of them: through tensors each would
/// cost more than the arithmetic. A mask holds 1 for elements that count and 0 for others; an empty mask means that all count.</summary>
public static class Vectors
{
    /// <summary>Σ mask·x·y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> mask = default)
    {
        bool all = mask.IsEmpty;
        if (all) mask = x;
        ReadOnlySpan<Vector<double>> vx = Wide(x), vy = Wide(y)[..vx.Length], vm = Wide(mask)[..vx.Length];
        Vector<double> even = Vector<double>.Zero, odd = Vector<double>.Zero;       // two sums: an addition need not wait for the one before it
        int i = 0;
        if (all)
        {
            for (; i + 1 < vx.Length; i += 2) (even, odd) = (even + vx[i] * vy[i], odd + vx[i + 1] * vy[i + 1]);
            for (; i < vx.Length; i++) even += vx[i] * vy[i];
        }
        else
        {
            for (; i + 1 < vx.Length; i += 2) (even, odd) = (even + vx[i] * vy[i] * vm[i], odd + vx[i + 1] * vy[i + 1] * vm[i + 1]);
            for (; i < vx.Length; i++) even += vx[i] * vy[i] * vm[i];
        }
        double sum = Vector.Sum(even + odd);
        for (i *= Vector<double>.Count; i < x.Length; i++) sum += all ? x[i] * y[i] : x[i] * y[i] * mask[i];
        return sum;
    }

    /// <summary>The Euclidean length.</summary>
    public static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    /// <summary>y += c·mask·x.</summary>
    public static void AddScaled(double c, ReadOnlySpan<double> x, Span<double> y, ReadOnlySpan<double> mask = default)
    {
        if (mask.IsEmpty)
        {
            Sum(y, c, x, y);
            return;
        }
        ReadOnlySpan<Vector<double>> vx = Wide(x), vm = Wide(mask)[..vx.Length];
        Span<Vector<double>> vy = Wide(y)[..vx.Length];
        for (int i = 0; i < vx.Length; i++) vy[i] += vx[i] * vm[i] * c;
        for (int i = vx.Length * Vector<double>.Count; i < x.Length; i++) y[i] += c * x[i] * mask[i];
    }

    /// <summary>z = x + c·y; z may be x.</summary>
    public static void Sum(ReadOnlySpan<double> x, double c, ReadOnlySpan<double> y, Span<double> z)
    {
        ReadOnlySpan<Vector<double>> vx = Wide(x), vy = Wide(y)[..vx.Length];
        Span<Vector<double>> vz = Wide(z)[..vx.Length];
        for (int i = 0; i < vx.Length; i++) vz[i] = vx[i] + vy[i] * c;
        for (int i = vx.Length * Vector<double>.Count; i < x.Length; i++) z[i] = x[i] + c * y[i];
    }

    /// <summary>z = x - y.</summary>
    public static void Subtract(ReadOnlySpan<double> x, ReadOnlySpan<double> y, Span<double> z) => Sum(x, -1, y, z);

    /// <summary>x *= c.</summary>
    public static void Scale(double c, Span<double> x)
    {
        for (int i = 0; i < x.Length; i++) x[i] *= c;
    }

    /// <summary>The largest |x|; NaN when one is NaN.</summary>
    public static double LargestAbsolute(ReadOnlySpan<double> x)
    {
        double largest = 0;
        foreach (double number in x) largest = Math.Max(largest, Math.Abs(number));
        return largest;
    }

    private static ReadOnlySpan<Vector<double>> Wide(ReadOnlySpan<double> x) => MemoryMarshal.Cast<double, Vector<double>>(x);

    private static Span<Vector<double>> Wide(Span<double> x) => MemoryMarshal.Cast<double, Vector<double>>(x);
}
