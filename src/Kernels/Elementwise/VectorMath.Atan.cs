using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// Arc functions: 0, π/2 or π, in two parts, and the arc of a number that the polynomials reach, added or subtracted.
internal static partial class VectorMath
{
    /// <summary>π/2 less itself as rounded to float32 and float64.</summary>
    private const double SingleHalfPiLow = -4.3711388286737929e-8, DoubleHalfPiLow = 6.123233995736766e-17;

    // atan a for a from 0 to 1; beyond it π/2 - atan(1 / a).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Atan<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector size = TVector.Abs(x), isSteep = TVector.Less(TVector.One, size);
        TVector a = TVector.Select(isSteep, TVector.One / size, size);
        return Signed(Turned(a, AtanRest(a), isSteep, isSteep & HalfPi<TVector>(), isSteep & HalfPiLow<TVector>()), x);
    }

    // The arc of the flatter quotient, from the nearest axis. Two zeros count as the angle 0, two infinities as the diagonal.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Atan2<TVector>(TVector y, TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector height = TVector.Abs(y), width = TVector.Abs(x), isSteep = TVector.Less(width, height), isBehind = IsNegative(x);
        TVector small = TVector.Select(isSteep, width, height), large = TVector.Select(isSteep, height, width);
        TVector one = TVector.One & ~TVector.AreEqual(large, TVector.Zero);
        TVector a = TVector.Select(TVector.AreEqual(small, large), one, small / large), quarters = TVector.Select(isSteep, TVector.One, isBehind & TVector.Of(2));
        return Signed(Turned(a, AtanRest(a), isSteep ^ isBehind, quarters * HalfPi<TVector>(), quarters * HalfPiLow<TVector>()), y);
    }

    // asin a for a up to ½; beyond it asin a = π/2 - 2·asin √((1 - a) / 2), whose subtraction is exact.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Asin<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector a = NearAsin(x, out TVector rest, out TVector isFar);
        return Signed(Turned(a, rest, isFar, isFar & HalfPi<TVector>(), isFar & HalfPiLow<TVector>()), x);
    }

    // π/2 - asin x, or 2·asin √((1 - |x|) / 2) from the nearer end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Acos<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector a = NearAsin(x, out TVector rest, out TVector isFar), isNegative = IsNegative(x);
        TVector quarters = TVector.Select(isFar, isNegative & TVector.Of(2), TVector.One);
        return Turned(a, rest, ~(isFar ^ isNegative), quarters * HalfPi<TVector>(), quarters * HalfPiLow<TVector>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector HalfPi<TVector>()
        where TVector : struct, IRegister<TVector> => TVector.Of(Math.PI / 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector HalfPiLow<TVector>()
        where TVector : struct, IRegister<TVector> => Of<TVector>(SingleHalfPiLow, DoubleHalfPiLow);

    /// <summary>from + low + (a + rest), or - where the mask is set: from ± a first, which loses least.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Turned<TVector>(TVector a, TVector rest, TVector isBackwards, TVector from, TVector low)
        where TVector : struct, IRegister<TVector>
    {
        TVector sign = isBackwards & TVector.Of(-0.0);
        return from + (a ^ sign) + ((rest ^ sign) + low);
    }

    /// <summary>All bits where the sign bit is set, that of -0 too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector IsNegative<TVector>(TVector x)
        where TVector : struct, IRegister<TVector> => TVector.ShiftRight(x, TVector.IsSingle ? 31 : 63);

    /// <summary>atan a - a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AtanRest<TVector>(TVector a)
        where TVector : struct, IRegister<TVector> => a * a * a * AtanTail(a * a);

    /// <summary>asin |x| = a + rest up to ½; beyond it 2·asin √((1 - |x|) / 2) is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector NearAsin<TVector>(TVector x, out TVector rest, out TVector isFar)
        where TVector : struct, IRegister<TVector>
    {
        TVector size = TVector.Abs(x), half = TVector.Of(0.5);
        isFar = TVector.Less(half, size);
        TVector z = TVector.Select(isFar, (TVector.One - size) * half, size * size), a = TVector.Select(isFar, TVector.Sqrt(z), size);
        a += isFar & a;
        rest = a * z * AsinTail(z);
        return a;
    }

    /// <summary>(atan a / a - 1) / z, z = a² ≤ 1, within 2^-31 (2^-60) of the arc.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AtanTail<TVector>(TVector z)
        where TVector : struct, IRegister<TVector> => TVector.IsSingle
            ? Horner(z, Horner(z, TVector.Fma(TVector.Of(1.13874674e-3), z, TVector.Of(-7.44248667e-3)),
                2.28037969e-2, -4.49993768e-2, 6.7634921e-2, -8.82065893e-2),
                1.10607586e-1, -1.42802155e-1, 1.99996998e-1, -3.33333277e-1)
            : Horner(z, Horner(z, Horner(z, Horner(z, Horner(z, TVector.Of(-8.897289378172601e-6),
                1.0643202471637315e-4, -6.054153254834775e-4, 2.1893448614513741e-3, -5.6909475783756733e-3),
                1.1437294373267761e-2, -1.8752247644917072e-2, 2.6274899326745884e-2, -3.2871591760415171e-2),
                3.8257540318340526e-2, -4.2884548277301814e-2, 4.7456316443772368e-2, -5.259621960706078e-2),
                5.8817548140476736e-2, -6.6665897270769862e-2, 7.6923003980806171e-2, -9.0909086028257863e-2),
                1.1111111089461143e-1, -1.4285714285136952e-1, 1.9999999999992207e-1, -3.3333333333333297e-1);

    /// <summary>(asin a / a - 1) / z, z = a² ≤ ¼, within 2^-27 (2^-55) of the arc.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AsinTail<TVector>(TVector z)
        where TVector : struct, IRegister<TVector> => TVector.IsSingle
            ? Horner(z, TVector.Of(4.21461216e-2), 2.41947887e-2, 4.54662606e-2, 7.49534361e-2, 1.66667507e-1)
            : Horner(z, Horner(z, TVector.Fma(TVector.Fma(TVector.Fma(TVector.Of(3.1790032149139789e-2), z, TVector.Of(-1.603263927318575e-2)), z, TVector.Of(1.9396242834586685e-2)), z, TVector.Of(6.5805165947429178e-3)),
                1.2155865133704266e-2, 1.3887492195250001e-2, 1.7359447809470431e-2, 2.2371777531170264e-2),
                3.0381958187694145e-2, 4.4642856856051808e-2, 7.5000000002946822e-2, 1.6666666666665652e-1);
}
