using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// tan x = sin r / cos r, or -cos r / sin r in odd quadrants. The quotient of the rounded two, and what their roundings lost: q + (δs - q·δc) / c.
// float32 is computed in float64.
internal static partial class VectorMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Tan<TVector>(TVector x)
        where TVector : struct, IRegister<TVector>
    {
        TVector y = TVector.InFloat64<Tangent>(x, out _);
        y = TVector.Select(TVector.AreEqual(x, TVector.Zero), x, y);
        return AllWithin(x, TVector.Of(Periodic)) ? y : FarOut(x, y, default(Tan));
    }

    internal readonly struct Tangent : IFormulaOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x, out TVector second)
            where TVector : struct, IRegister<TVector>
        {
            (TVector r, TVector low, TVector n) = Quadrant(x);
            TVector z = r * r, half = z * TVector.Of(0.5), most = TVector.One - half;
            TVector sine = TVector.Fma(r * z, SinTail(z), low), cosine = TVector.One - most - half + TVector.Fma(z * z, CosTail(z), -(r * low));
            TVector s = r + sine, sLost = r - s + sine, c = most + cosine, cLost = most - c + cosine;
            TVector isOdd = TVector.SubtractBits(TVector.Zero, (n + Rounder<TVector>()) & TVector.OfBits(1));
            TVector up = TVector.Select(isOdd, -c, s), upLost = TVector.Select(isOdd, -cLost, sLost), down = TVector.Select(isOdd, s, c);
            TVector q = up / down;
            second = n;
            return q + (upLost - q * TVector.Select(isOdd, sLost, cLost)) / down;
        }
    }
}
