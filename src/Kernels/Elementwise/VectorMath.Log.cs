using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// ln x = k·ln 2 + ln(1 + f) with x = 2^k·(1 + f) and √½ ≤ 1 + f < √2: subtracting the bits of √½ makes the exponent field k.
internal static partial class VectorMath
{
    private const int SingleRootHalf = 0x3F3504F3;
    private const long DoubleRootHalf = 0x3FE6A09E667F3BCD;

    /// <summary>The smallest normal number, and a power of 2 that lifts every subnormal one above it.</summary>
    private const float SingleNormal = 1.17549435e-38f, SingleLift = 1 << 24;
    private const double DoubleNormal = 2.2250738585072014e-308, DoubleLift = 1L << 53;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Log<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        if (!AllNormal(x)) return LogOfAny(x);
        TVector k = Exponent(x, out TVector significand);
        return LogOfParts(k, significand - TVector.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfAny<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector small = TVector.Less(x, Of<TVector>(SingleNormal, DoubleNormal));
        TVector k = Exponent(TVector.Select(small, x * Of<TVector>(SingleLift, DoubleLift), x), out TVector significand);
        k -= small & Of<TVector>(24, 53);
        TVector y = LogOfParts(k, significand - TVector.One);
        return LogOutside(x, y);
    }

    /// <summary>y, but -∞ at 0, NaN below it, and ∞ and NaN as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOutside<TVector>(TVector x, TVector y)
        where TVector : struct, IRegister<TVector>
    {
        TVector infinity = TVector.Of(double.PositiveInfinity);
        y = TVector.Select(TVector.Less(x, infinity), y, x);
        y = TVector.Select(TVector.Less(x, TVector.Zero), TVector.Of(double.NaN), y);
        return TVector.Select(TVector.AreEqual(x, TVector.Zero), -infinity, y);
    }

    /// <summary>Are all lanes positive, normal and finite? As integers these numbers are neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AllNormal<TVector>(TVector x)
        where TVector : struct, IRegister<TVector> => TVector.IsSingle
            ? TVector.AllBelow(TVector.SubtractBits(x, TVector.OfBits(0x0080_0000)), TVector.OfBits(0x7F00_0000))
            : TVector.AllBelow(TVector.SubtractBits(x, TVector.OfBits(0x0010_0000_0000_0000)), TVector.OfBits(0x7FE0_0000_0000_0000));

    /// <summary>k, and x / 2^k from √½ to √2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Exponent<TVector>(TVector x, out TVector significand)
        where TVector : struct, IRegister<TVector>
    {
        TVector k = TVector.ShiftRight(TVector.SubtractBits(x, TVector.OfBits(TVector.IsSingle ? SingleRootHalf : DoubleRootHalf)), Mantissa<TVector>());
        significand = TVector.SubtractBits(x, TVector.ShiftLeft(k, Mantissa<TVector>()));
        return TVector.FromBits(k);
    }

    // k·ln 2 + f + (ln(1 + f) - f), small terms first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogOfParts<TVector>(TVector k, TVector f)
        where TVector : struct, IRegister<TVector>
    {
        TVector low = TVector.Fma(k, Of<TVector>(SingleLn2Low, DoubleLn2Low), LogTail(f));
        return TVector.Fma(k, Of<TVector>(SingleLn2High, DoubleLn2High), f + low);
    }

    /// <summary>ln(1 + f) - f for √½ ≤ 1 + f ≤ √2, within 2^-27 (2^-58) of the logarithm. float32: -f²/2 + f³·p(f). float64: with s = f / (2 + f), so
    /// that ln(1 + f) = 2·artanh s, it is -f²/2 + s·(f²/2 + 2s²·p(s²)), which keeps the large terms exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogTail<TVector>(TVector f)
        where TVector : struct, IRegister<TVector>
    {
        if (TVector.IsSingle)
        {
            TVector p = Horner(f, Horner(f, TVector.Of(-7.86545898e-2), 1.28792057e-1, -1.31252931e-1, 1.41814197e-1, -1.66249704e-1),
                2.00022825e-1, -2.50007965e-1, 3.33333168e-1, -0.5);
            return f * f * p;
        }
        else
        {
            TVector rest = LogSeries(f, out TVector s, out TVector half);
            return TVector.Fma(s, rest, -half);
        }
    }

    /// <summary>f²/2 + 2s²·p(s²), float64, with s = f / (2 + f) and half = f²/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogSeries<TVector>(TVector f, out TVector s, out TVector half)
        where TVector : struct, IRegister<TVector>
    {
        s = f / (f + TVector.Of(2));
        half = f * f * TVector.Of(0.5);
        TVector z = s * s;
        TVector p = Horner(z, TVector.Fma(TVector.Fma(TVector.Of(7.3156740753744911e-2), z, TVector.Of(7.6652499601890406e-2)), z, TVector.Of(9.0914632186083684e-2)),
            1.1111105306900376e-1, 1.4285714314615842e-1, 1.9999999999946076e-1, 3.333333333333335e-1);
        return TVector.Fma(z + z, p, half);
    }

    // u = 1 + x as rounded, and what the rounding lost (D. Knuth's exact sum), which joins f: for u near 1 that makes f = x. Beyond 2^60
    // nothing was lost that counts.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Log1P<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector y = Log1PInside(x, out TVector u);
        return AllNormal(u) ? y : LogOutside(u, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Log1PInside<TVector>(TVector x, out TVector u)
        where TVector : struct, IRegister<TVector>
    {
        u = TVector.One + x;
        TVector again = u - TVector.One, lost = TVector.One - (u - again) + (x - again);
        TVector k = Exponent(u, out TVector significand);
        TVector y = LogOfParts(k, TVector.Fma(lost, TimesPowerOf2(TVector.One, Rounder<TVector>() - TVector.Min(k, TVector.Of(60))), significand - TVector.One));
        return TVector.Select(TVector.Less(TVector.Abs(x), TVector.Of(1e-20)), x, y);
    }

    // max(x, 0) + ln(1 + e^-|x|): nothing overflows and nothing cancels.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Softplus<TVector>(TVector x)
        where TVector : struct, IRegister<TVector> => TVector.Max(TVector.Zero, x) + Log1PInside(Exp(x | TVector.Of(-0.0)), out _);
}
