using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// e^x = 2^k·e^r with k = round(x / ln 2) and r = x - k·ln 2, |r| ≤ ln 2 / 2 (and a little, where x / ln 2 was rounded the other way).
// ln 2 is split into a number of so few bits that its product with k is exact (355/512 has 9, a little more than ln 2; for float64 the leading
// 32 bits), and the rest.
internal static partial class VectorMath
{
    private const double Log2E = 1.4426950408889634;
    private const float SingleLn2High = 0.693359375f, SingleLn2Low = -2.12194440e-4f;
    private const double DoubleLn2High = 0.6931471803691238, DoubleLn2Low = 1.9082149292705877e-10;

    /// <summary>Up to here e^x and e^-x are normal numbers.</summary>
    private const double SingleExpEdge = 87, DoubleExpEdge = 708;

    /// <summary>Below and above, e^x is 0 and infinity.</summary>
    private const double SingleExpLow = -104, SingleExpHigh = 89, DoubleExpLow = -746, DoubleExpHigh = 710;

    /// <summary>e^-40 is far below the rounding of 1 in either width: below -40 e^x - 1 is -1, and tanh, which takes e^2|x|, is ±1 beyond ±20.</summary>
    private const double ExpM1Low = -40, TanhHigh = 20;

    /// <summary>About where tanh is ½.</summary>
    private const double TanhFar = 0.55;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Exp<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector y = OnePeriod(x, out TVector n);
        if (!AllWithin(x, Of<TVector>(SingleExpEdge, DoubleExpEdge))) return ExpAtTheEdges(x);
        return TimesPowerOf2(y, n);
    }

    // A call in the loop would cost its registers, so this is inlined too. The power of 2 in two steps, so that the result may overflow, or be rounded to a subnormal number, in the last one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpAtTheEdges<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        x = Within(x, Of<TVector>(SingleExpLow, DoubleExpLow), Of<TVector>(SingleExpHigh, DoubleExpHigh));
        TVector y = OnePeriod(x, out TVector n);
        TVector k = n - Rounder<TVector>(), half = TVector.Fma(k, TVector.Of(0.5), Rounder<TVector>()), rest = k - (half - Rounder<TVector>()) + Rounder<TVector>();
        return y * TimesPowerOf2(TVector.One, half) * TimesPowerOf2(TVector.One, rest);
    }

    /// <summary>e^r, and k in the low bits of n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector OnePeriod<TVector>(TVector x, out TVector n)
        where TVector : struct, IRegister<TVector>
    {
        TVector r = Remainder(x, out n);
        return TVector.One + TVector.Fma(r * r, ExpTail(r), r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Remainder<TVector>(TVector x, out TVector n)
        where TVector : struct, IRegister<TVector>
    {
        n = TVector.Fma(x, TVector.Of(Log2E), Rounder<TVector>());
        TVector k = n - Rounder<TVector>();
        return TVector.Fma(k, Of<TVector>(-SingleLn2Low, -DoubleLn2Low), TVector.Fma(k, Of<TVector>(-SingleLn2High, -DoubleLn2High), x));
    }

    /// <summary>(e^r - 1 - r) / r² for |r| ≤ 0.35, its part of e^r within 2^-28 (2^-57).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpTail<TVector>(TVector r)
        where TVector : struct, IRegister<TVector> => TVector.IsSingle
            ? Horner(r, TVector.Of(1.39515616e-3), 8.36953081e-3, 4.16661905e-2, 1.66665136e-1, 5.0000001e-1)
            : Horner(r, Horner(r, TVector.Fma(TVector.Of(2.5118916859624852e-8), r, TVector.Of(2.7632328901053581e-7)),
                2.7557213087590668e-6, 2.4801487373127274e-5, 1.9841269920798767e-4, 1.3888888949054276e-3),
                8.3333333333057448e-3, 4.1666666666509851e-2, 1.6666666666666701e-1, 5.000000000000013e-1);

    // e^x - 1 = (2^k - 1 + 2^k·r) + 2^k·(e^r - 1 - r): nothing is lost at k = 0, and little elsewhere. With 2^(k-1), which does not overflow.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector ExpM1<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector r = Remainder(Within(x, TVector.Of(ExpM1Low), Of<TVector>(SingleExpHigh, DoubleExpHigh)), out TVector n);
        TVector half = TimesPowerOf2(TVector.Of(0.5), n);
        TVector y = TVector.Fma(half * r * r, ExpTail(r), TVector.Fma(half, r, half - TVector.Of(0.5)));
        // x itself where it is so small that nothing else shows: keeps the sign of 0 and the last bit of subnormal numbers.
        return TVector.Select(TVector.Less(TVector.Abs(x), TVector.Of(1e-20)), x, y + y);
    }

    // With e = e^2|x| - 1: tanh |x| = e / (e + 2), which loses nothing near 0, or 1 - 2 / (e + 2), which loses nothing near 1. Both are n/2 - n/2·(n / (e + 2)),
    // with n = e and n = 2: the error of the quotient is a small part of the whole.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Tanh<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector size = TVector.Min(TVector.Of(TanhHigh), TVector.Abs(x));
        TVector r = Remainder(size + size, out TVector k), scale = TimesPowerOf2(TVector.One, k);
        // scale - 1 + scale·r as rounded, and what the rounding lost (T. Dekker's exact sum: scale - 1 is 0 or the larger one).
        TVector whole = scale - TVector.One, sum = TVector.Fma(scale, r, whole), lost = TVector.Fma(scale, r, whole - sum);
        TVector e = sum + TVector.Fma(scale * r * r, ExpTail(r), lost);
        TVector n = TVector.Select(TVector.Less(TVector.Of(TanhFar), size), TVector.Of(2), e), half = n * TVector.Of(0.5);
        return Signed(TVector.Fma(half, n / (TVector.Of(-2) - e), half), x);
    }

    // With e = e^-|x|, which never overflows: n / (1 + e), where n is 1 on the right and e on the left, as n - n·(e / (1 + e)), for the same
    // reason.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Sigmoid<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector e = Exp(x | TVector.Of(-0.0)), n = TVector.Select(TVector.Less(x, TVector.Zero), e, TVector.One);
        return TVector.Fma(n, e / (TVector.Of(-1) - e), n);
    }
}
