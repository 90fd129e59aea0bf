using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// e^x = 2^k·e^r with k = round(x / ln 2) and r = x - k·ln 2, |r| ≤ ln 2 / 2 (and a little, where x / ln 2 was rounded the other way).
// ln 2 is split into 15 (32) leading bits, whose product with k is exact, and the rest.
internal static partial class VectorMath
{
    private const double Log2E = 1.4426950408889634;
    private const float SingleLn2High = 0.693359375f, SingleLn2Low = -2.12194440e-4f;
    private const double DoubleLn2High = 0.6931471803691238, DoubleLn2Low = 1.9082149292705877e-10;

    /// <summary>Up to here e^x and e^-x are normal numbers.</summary>
    private const double SingleExpEdge = 87, DoubleExpEdge = 708;

    /// <summary>Below and above, e^x is 0 and infinity.</summary>
    private const double SingleExpLow = -104, SingleExpHigh = 89, DoubleExpLow = -746, DoubleExpHigh = 710;

    /// <summary>From here on e^-x is far below the rounding of 1, in either width.</summary>
    private const double ExpM1Low = -40, TanhHigh = 20;

    /// <summary>About where tanh is ½.</summary>
    private const double TanhFar = 0.55;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Exp<T>(Vector<T> x)
        where T : unmanaged
    {
        Vector<T> y = OnePeriod(x, out Vector<T> n), size = Vector.Abs(x);
        if (!Vector.LessThanOrEqualAll(size, Of<T>(SingleExpEdge, DoubleExpEdge))) return ExpAtTheEdges(x);
        return TimesPowerOf2(y, n);
    }

    // A call in the loop would cost its registers, so this is inlined too. The power of 2 in two steps, so that the result may overflow, or be rounded to a subnormal number, in the last one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> ExpAtTheEdges<T>(Vector<T> x)
        where T : unmanaged
    {
        x = Within(x, Of<T>(SingleExpLow, DoubleExpLow), Of<T>(SingleExpHigh, DoubleExpHigh));
        Vector<T> y = OnePeriod(x, out Vector<T> n);
        Vector<T> k = n - Rounder<T>(), half = Fma(k, Of<T>(0.5), Rounder<T>()), rest = k - (half - Rounder<T>()) + Rounder<T>();
        return y * TimesPowerOf2(Vector<T>.One, half) * TimesPowerOf2(Vector<T>.One, rest);
    }

    /// <summary>e^r, and k in the low bits of n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> OnePeriod<T>(Vector<T> x, out Vector<T> n)
        where T : unmanaged
    {
        Vector<T> r = Remainder(x, out n);
        return Vector<T>.One + Fma(r * r, ExpTail(r), r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Remainder<T>(Vector<T> x, out Vector<T> n)
        where T : unmanaged
    {
        n = Fma(x, Of<T>(Log2E), Rounder<T>());
        Vector<T> k = n - Rounder<T>();
        return Fma(k, Of<T>(-SingleLn2Low, -DoubleLn2Low), Fma(k, Of<T>(-SingleLn2High, -DoubleLn2High), x));
    }

    /// <summary>(e^r - 1 - r) / r² for |r| ≤ 0.35, its part of e^r within 2^-28 (2^-57).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> ExpTail<T>(Vector<T> r)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Horner(r, Of<T>(1.39515616e-3), 8.36953081e-3, 4.16661905e-2, 1.66665136e-1, 5.0000001e-1)
            : Horner(r, Horner(r, Fma(Of<T>(2.5118916859624852e-8), r, Of<T>(2.7632328901053581e-7)),
                2.7557213087590668e-6, 2.4801487373127274e-5, 1.9841269920798767e-4, 1.3888888949054276e-3),
                8.3333333333057448e-3, 4.1666666666509851e-2, 1.6666666666666701e-1, 5.000000000000013e-1);

    // e^x - 1 = (2^k - 1 + 2^k·r) + 2^k·(e^r - 1 - r): nothing is lost at k = 0, and little elsewhere. With 2^(k-1), which does not overflow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> ExpM1<T>(Vector<T> x)
        where T : unmanaged
    {
        Vector<T> r = Remainder(Within(x, Of<T>(ExpM1Low), Of<T>(SingleExpHigh, DoubleExpHigh)), out Vector<T> n);
        Vector<T> half = TimesPowerOf2(Of<T>(0.5), n);
        Vector<T> y = Fma(half * r * r, ExpTail(r), Fma(half, r, half - Of<T>(0.5)));
        // x itself where it is so small that nothing else shows: keeps the sign of 0 and the last bit of subnormal numbers.
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), Of<T>(1e-20)), x, y + y);
    }

    // With e = e^2|x| - 1: tanh |x| = e / (e + 2), which loses nothing near 0, or 1 - 2 / (e + 2), which loses nothing near 1. Both are n/2 - n/2·(n / (e + 2)),
    // with n = e and n = 2: the error of the quotient is a small part of the whole.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Tanh<T>(Vector<T> x)
        where T : unmanaged
    {
        Vector<T> size = Vector.MinNative(Of<T>(TanhHigh), Vector.Abs(x));
        Vector<T> r = Remainder(size + size, out Vector<T> k), scale = TimesPowerOf2(Vector<T>.One, k);
        Vector<T> e = Fma(scale * r * r, ExpTail(r), Fma(scale, r, scale - Vector<T>.One));
        Vector<T> n = Vector.ConditionalSelect(Vector.GreaterThan(size, Of<T>(TanhFar)), Of<T>(2), e), half = n * Of<T>(0.5);
        return Signed(Fma(-half, n / (e + Of<T>(2)), half), x);
    }

    // With e = e^-|x|, which never overflows: n / (1 + e), where n is 1 on the right and e on the left, as n - n·(e / (1 + e)), for the same
    // reason.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Sigmoid<T>(Vector<T> x)
        where T : unmanaged
    {
        Vector<T> e = Exp(x | Of<T>(-0.0)), n = Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), e, Vector<T>.One);
        return Fma(-n, e / (Vector<T>.One + e), n);
    }
}
