using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// ln x / ln b for the bases 2 and 10, so exact that powers of the base come out whole (the way of FreeBSD's msun, e_log10.c, 1993): with
// ln(1 + f) = high + low, where high has so few bits that its product with the leading bits of 1 / ln b is exact, as is k·ln 2 / ln b with those of
// ln 2 / ln b. float32 is computed in float64.
internal static partial class VectorMath
{
    /// <summary>1 / ln 2: its leading 32 bits, and the rest.</summary>
    private const double ByLn2High = 1.4426950407214463, ByLn2Low = 1.6751713164886512e-10;

    /// <summary>1 / ln 10 and ln 2 / ln 10: their leading 32 and 40 bits, and the rest.</summary>
    private const double ByLn10High = 0.4342944818781689, ByLn10Low = 2.5082946711645275e-11, Lg2High = 0.30102999566361177, Lg2Low = 3.694239077158931e-13;

    /// <summary>The leading 21 bits of a float64's significand.</summary>
    private const long LeadingBits = ~0xFFFF_FFFFL;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Log2<TVector>(TVector x)
        where TVector : struct, IRegister<TVector> => TVector.InFloat64<Binary>(x, out _);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Log10<TVector>(TVector x)
        where TVector : struct, IRegister<TVector> => TVector.InFloat64<Decimal>(x, out _);

    private readonly struct Binary : IFormulaOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x, out TVector second)
            where TVector : struct, IRegister<TVector> => second = LogInBase(x, TVector.Of(ByLn2High), TVector.Of(ByLn2Low), TVector.One, TVector.Zero);
    }

    private readonly struct Decimal : IFormulaOfTwo
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x, out TVector second)
            where TVector : struct, IRegister<TVector> => second = LogInBase(x, TVector.Of(ByLn10High), TVector.Of(ByLn10Low), TVector.Of(Lg2High), TVector.Of(Lg2Low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogInBase<TVector>(TVector x, TVector byHigh, TVector byLow, TVector twoHigh, TVector twoLow)
        where TVector : struct, IRegister<TVector>
    {
        TVector small = TVector.Less(x, TVector.Of(DoubleNormal));
        TVector k = Exponent(TVector.Select(small, x * TVector.Of(DoubleLift), x), out TVector significand) - (small & TVector.Of(53)), f = significand - TVector.One;
        TVector rest = LogSeries(f, out TVector s, out TVector half) * s;
        TVector high = (f - half) & TVector.OfBits(LeadingBits), low = f - high - half + rest;
        TVector whole = k * twoHigh, part = high * byHigh, sum = whole + part;
        TVector lost = whole - sum + part;      // exact (T. Dekker): whole is 0 or the larger one
        return LogOutside(x, sum + (lost + (k * twoLow + (low + high) * byLow + low * byHigh)));
    }
}
