using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// (e^a ± e^-a) / 2 = 2·(q ± 1 / (16q)) with q = e^a / 4, a = |x|: only the last step overflows. Up to 1 the sine is a polynomial, since the
// difference would lose digits.
internal static partial class VectorMath
{
    /// <summary>Above, both are infinite, and e^x / 4 is not yet.</summary>
    private const double SingleSinhHigh = 89.5, DoubleSinhHigh = 710.5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Sinh<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector size = TVector.Abs(x), z = x * x, q = QuarterExp(size), far = q - TVector.Of(1 / 16.0) / q;
        TVector near = TVector.Fma(size * z, SinhTail(z), size);
        return Signed(TVector.Select(TVector.Less(TVector.One, size), far + far, near), x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Cosh<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector q = QuarterExp(TVector.Abs(x)), half = q + TVector.Of(1 / 16.0) / q;
        return half + half;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector QuarterExp<TVector>(TVector size)
        where TVector : struct, IRegister<TVector>
    {
        TVector y = OnePeriod(TVector.Min(Of<TVector>(SingleSinhHigh, DoubleSinhHigh), size), out TVector n);
        return y * TimesPowerOf2(TVector.Of(0.25), n);
    }

    /// <summary>(sinh a / a - 1) / z, z = a² ≤ 1, within 2^-33 (2^-63) of the sine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SinhTail<TVector>(TVector z)
        where TVector : struct, IRegister<TVector> => TVector.IsSingle
            ? TVector.Fma(TVector.Fma(TVector.Fma(TVector.Of(2.81739974e-6), z, TVector.Of(1.98360745e-4)), z, TVector.Of(8.33335055e-3)), z, TVector.Of(1.66666665e-1))
            : Horner(z, TVector.Fma(TVector.Fma(TVector.Of(7.7592255876778279e-13), z, TVector.Of(1.6057243491808194e-10)), z, TVector.Of(2.5052123353202505e-8)),
                2.7557319155663577e-6, 1.984126984143646e-4, 8.333333333333141e-3, 1.6666666666666667e-1);
}
