using System.Numerics;
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
    internal static Vector<T> Log<T>(Vector<T> x)
        where T : unmanaged
    {
        if (!AllNormal(x)) return LogOfAny(x);
        return LogOfNormal(x, Vector<T>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> LogOfAny<T>(Vector<T> x)
        where T : unmanaged
    {
        Vector<T> small = Vector.LessThan(x, Of<T>(SingleNormal, DoubleNormal));
        Vector<T> y = LogOfNormal(
            Vector.ConditionalSelect(small, x * Of<T>(SingleLift, DoubleLift), x),
            Vector.ConditionalSelect(small, Of<T>(-24f, -53.0), Vector<T>.Zero));
        return LogOutside(x, y);
    }

    /// <summary>y, but -∞ at 0, NaN below it, and ∞ and NaN as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> LogOutside<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged
    {
        Vector<T> infinity = Of<T>(double.PositiveInfinity);
        y = Vector.ConditionalSelect(Vector.LessThan(x, infinity), y, x);
        y = Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), Of<T>(double.NaN), y);
        return Vector.ConditionalSelect(Vector.Equals(x, Vector<T>.Zero), -infinity, y);
    }

    /// <summary>Are all lanes positive, normal and finite? As integers these numbers are neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AllNormal<T>(Vector<T> x)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Vector.LessThanAll(x.As<T, uint>() - Vector.Create(0x0080_0000u), Vector.Create(0x7F00_0000u))
            : Vector.LessThanAll(x.As<T, ulong>() - Vector.Create(0x0010_0000_0000_0000ul), Vector.Create(0x7FE0_0000_0000_0000ul));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> LogOfNormal<T>(Vector<T> x, Vector<T> exponent)
        where T : unmanaged
    {
        Vector<T> k = Exponent(x, out Vector<T> significand);
        return LogOfParts(k + exponent, significand - Vector<T>.One);
    }

    /// <summary>k, and x / 2^k from √½ to √2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Exponent<T>(Vector<T> x, out Vector<T> significand)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Vector<int> bits = x.As<T, int>(), k = (bits - Vector.Create(SingleRootHalf)) >> SingleMantissa;
            significand = (bits - (k << SingleMantissa)).As<int, T>();
            return Vector.ConvertToSingle(k).As<float, T>();
        }
        else
        {
            Vector<long> bits = x.As<T, long>(), k = (bits - Vector.Create(DoubleRootHalf)) >> DoubleMantissa;
            significand = (bits - (k << DoubleMantissa)).As<long, T>();
            return Vector.ConvertToDouble(k).As<double, T>();
        }
    }

    // k·ln 2 + f + (ln(1 + f) - f), small terms first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> LogOfParts<T>(Vector<T> k, Vector<T> f)
        where T : unmanaged
    {
        Vector<T> low = Fma(k, Of<T>(SingleLn2Low, DoubleLn2Low), LogTail(f));
        return Fma(k, Of<T>(SingleLn2High, DoubleLn2High), f + low);
    }

    /// <summary>ln(1 + f) - f for √½ ≤ 1 + f ≤ √2, within 2^-27 (2^-58) of the logarithm. float32: -f²/2 + f³·p(f). float64: with s = f / (2 + f), so
    /// that ln(1 + f) = 2·artanh s, it is -f²/2 + s·(f²/2 + 2s²·p(s²)), which keeps the large terms exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> LogTail<T>(Vector<T> f)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Vector<T> p = Horner(f, Horner(f, Of<T>(-7.86545898e-2), 1.28792057e-1, -1.31252931e-1, 1.41814197e-1, -1.66249704e-1),
                2.00022825e-1, -2.50007965e-1, 3.33333168e-1, -0.5);
            return f * f * p;
        }
        else
        {
            Vector<T> s = f / (f + Of<T>(2)), z = s * s, half = f * f * Of<T>(0.5);
            Vector<T> p = Horner(z, Fma(Fma(Of<T>(7.3156740753744911e-2), z, Of<T>(7.6652499601890406e-2)), z, Of<T>(9.0914632186083684e-2)),
                1.1111105306900376e-1, 1.4285714314615842e-1, 1.9999999999946076e-1, 3.333333333333335e-1);
            return Fma(s, Fma(z + z, p, half), -half);
        }
    }

    // u = 1 + x as rounded, and what the rounding lost (D. Knuth's exact sum), which joins f: for u near 1 that makes f = x. Beyond 2^60
    // nothing was lost that counts.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Log1P<T>(Vector<T> x)
        where T : unmanaged
    {
        Vector<T> y = Log1PInside(x, out Vector<T> u);
        return AllNormal(u) ? y : LogOutside(u, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Log1PInside<T>(Vector<T> x, out Vector<T> u)
        where T : unmanaged
    {
        u = Vector<T>.One + x;
        Vector<T> again = u - Vector<T>.One, lost = Vector<T>.One - (u - again) + (x - again);
        Vector<T> k = Exponent(u, out Vector<T> significand);
        Vector<T> y = LogOfParts(k, Fma(lost, TimesPowerOf2(Vector<T>.One, Rounder<T>() - Vector.MinNative(k, Of<T>(60))), significand - Vector<T>.One));
        return Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), Of<T>(1e-20)), x, y);
    }

    // max(x, 0) + ln(1 + e^-|x|): nothing overflows and nothing cancels.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Softplus<T>(Vector<T> x)
        where T : unmanaged => Vector.MaxNative(Vector<T>.Zero, x) + Log1PInside(Exp(x | Of<T>(-0.0)), out _);
}
