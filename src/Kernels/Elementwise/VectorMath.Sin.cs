using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// x = n·π/2 + r, |r| ≤ π/4: the sine or cosine of r, with a sign, by n modulo 4.
// π/2 is split into parts of 33 bits, so that their products with n are exact in float64 up to |n| = 2^20; float32 is reduced in float64 too.
internal static partial class VectorMath
{
    private const double TwoByPi = 0.6366197723675814;
    private const double HalfPi1 = 1.5707963267341256, HalfPi2 = 6.077100506303966e-11, HalfPi3 = 2.0222662487111665e-21, HalfPi4 = 8.4784276603689e-32;

    /// <summary>π/2 less its first part, for float32, which needs no third.</summary>
    private const double HalfPiRest = 6.077100506506192e-11;

    /// <summary>Up to here n fits. Beyond it each lane goes through the runtime's own function, which reduces exactly.</summary>
    private const double Periodic = 1.6e6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Sin<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector y = Wave(x, TVector.Zero);
        y = TVector.Select(TVector.AreEqual(x, TVector.Zero), x, y);
        return AllWithin(x, TVector.Of(Periodic)) ? y : FarOut(x, y, default(Sin));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Cos<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector y = Wave(x, TVector.One);
        return AllWithin(x, TVector.Of(Periodic)) ? y : FarOut(x, y, default(Cos));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector FarOut<TOp, TVector>(TVector x, TVector y, TOp op)
        where TOp : struct, IUnaryOp
        where TVector : struct, IRegister<TVector> => TVector.Select(TVector.Less(TVector.Of(Periodic), TVector.Abs(x)) | ~TVector.AreEqual(x, x), EachLane(x, op), y);

    /// <summary>sin(x + quarter·π/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Wave<TVector>(TVector x, TVector quarter)
        where TVector : struct, IRegister<TVector>
    {
        (TVector r, TVector low, TVector n) = Quadrant(x);
        n = n + quarter + Rounder<TVector>();
        TVector z = r * r, sine = r + TVector.Fma(r * z, SinTail(z), low);
        TVector half = z * TVector.Of(0.5), most = TVector.One - half, cosine = most + (TVector.One - most - half + TVector.Fma(z * z, CosTail(z), -(r * low)));
        TVector isOdd = TVector.SubtractBits(TVector.Zero, n & TVector.OfBits(1)), sign = TVector.ShiftLeft(n & TVector.OfBits(2), TVector.IsSingle ? 30 : 62);
        return TVector.Select(isOdd, cosine, sine) ^ sign;
    }

    /// <summary>r, what its rounding lost, and n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector R, TVector Low, TVector N) Quadrant<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector n;
        if (TVector.IsSingle) return (TVector.InFloat64<Reduction>(x, out n), TVector.Zero, n);
        n = TVector.Fma(x, TVector.Of(TwoByPi), Rounder<TVector>()) - Rounder<TVector>();
        TVector a = TVector.Fma(n, TVector.Of(-HalfPi1), x), part = n * TVector.Of(HalfPi2), b = a - part, low = a - b - part;
        part = n * TVector.Of(HalfPi3);
        TVector c = b - part;
        low += TVector.Fma(n, TVector.Of(-HalfPi4), b - c - part);
        TVector r = c + low;
        return (r, c - r + low, n);
    }

    private readonly struct Reduction : IFormulaOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x, out TVector n)
            where TVector : struct, IRegister<TVector>
        {
            n = TVector.Fma(x, TVector.Of(TwoByPi), Rounder<TVector>()) - Rounder<TVector>();
            return TVector.Fma(n, TVector.Of(-HalfPiRest), TVector.Fma(n, TVector.Of(-HalfPi1), x));
        }
    }

    /// <summary>(sin r / r - 1) / z, z = r² ≤ (0.794)², within 2^-28 (2^-57) of the sine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SinTail<TVector>(TVector z)
        where TVector : struct, IRegister<TVector> => TVector.IsSingle
            ? TVector.Fma(TVector.Fma(TVector.Of(-1.9511133e-4), z, TVector.Of(8.33213426e-3)), z, TVector.Of(-1.66666543e-1))
            : Horner(z, TVector.Fma(TVector.Of(1.589377645983589e-10), z, TVector.Of(-2.5050707819221675e-8)),
                2.7557313384056159e-6, -1.9841269828966861e-4, 8.3333333333214369e-3, -1.6666666666666629e-1);

    /// <summary>(cos r - 1 + z/2) / z², within 2^-33 (2^-63).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector CosTail<TVector>(TVector z)
        where TVector : struct, IRegister<TVector> => TVector.IsSingle
            ? TVector.Fma(TVector.Fma(TVector.Of(2.44322157e-5), z, TVector.Of(-1.38873164e-3)), z, TVector.Of(4.16666459e-2))
            : Horner(z, TVector.Fma(TVector.Of(-1.1358960348076126e-11), z, TVector.Of(2.0875714289535817e-9)),
                -2.7557314324631368e-7, 2.4801587289552982e-5, -1.3888888888874587e-3, 4.1666666666666605e-2);
}
