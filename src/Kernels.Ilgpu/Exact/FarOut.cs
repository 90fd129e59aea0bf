using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

// x = m·2^e with m of 53 bits: of x·2/π only the fraction and two bits before the point matter, so of 2/π only 192 bits from about place e on
// (M. Payne and R. Hanek, "Radian reduction for trigonometric functions", 1983).
/// <summary>Sine, cosine and tangent of numbers so large that their quadrant needs more digits of π than a few float64 hold.</summary>
internal static class FarOut
{
    private const int Mantissa = 52, Bias = 1075, Word = 64;

    internal static double Sin(double x)
    {
        double r = Reduce(x, out int quadrant);
        double y = VectorMath.Wave<OneDouble>(r, (quadrant & 1) == 0 ? OneDouble.Zero : OneDouble.One);
        return (quadrant & 2) == 0 ? y : -y;
    }

    internal static double Cos(double x)
    {
        double r = Reduce(x, out int quadrant);
        double y = VectorMath.Wave<OneDouble>(r, (quadrant & 1) == 0 ? OneDouble.One : OneDouble.Zero);
        return ((quadrant + 1) & 2) == 0 ? y : -y;
    }

    internal static double Tan(double x)
    {
        double r = Reduce(x, out int quadrant), y = VectorMath.Tangent.Apply<OneDouble>(r, out _);
        return (quadrant & 1) == 0 ? y : -1 / y;
    }

    internal static OneSingle Sin(OneSingle x, Sin _) => (float)Sin((float)x);

    internal static OneSingle Cos(OneSingle x, Cos _) => (float)Cos((float)x);

    internal static OneSingle Tan(OneSingle x, Tan _) => (float)Tan((float)x);

    internal static OneDouble Sin(OneDouble x, Sin _) => Sin((double)x);

    internal static OneDouble Cos(OneDouble x, Cos _) => Cos((double)x);

    internal static OneDouble Tan(OneDouble x, Tan _) => Tan((double)x);

    /// <summary>x less the nearest multiple of π/2, and that multiple modulo 4; for |x| above 2^20. NaN of what is not finite.</summary>
    private static double Reduce(double x, out int quadrant)
    {
        quadrant = 0;
        long bits = BitConverter.DoubleToInt64Bits(x) & long.MaxValue;
        int exponent = (int)(bits >> Mantissa);
        if (exponent == 2047) return x - x;
        ulong m = ((ulong)bits & ((1UL << Mantissa) - 1)) | (1UL << Mantissa);
        // Place 0 is that of 2^64, so that none is negative.
        int place = exponent - Bias - 2 + Word, first = place >> 6, shift = place & 63;
        ulong w0 = TwoByPi(first), w1 = TwoByPi(first + 1), w2 = TwoByPi(first + 2), w3 = TwoByPi(first + 3);
        ulong p0 = Joined(w0, w1, shift), p1 = Joined(w1, w2, shift), p2 = Joined(w2, w3, shift);
        // m·p modulo 2^192: two bits before the point.
        ulong low = High(m, p2), middle = m * p1 + low, carry = middle < low ? 1UL : 0UL;
        ulong high = m * p0 + High(m, p1) + carry;
        int n = (int)(high >> 62);
        high = (high << 2) | (middle >> 62);
        middle <<= 2;
        bool isBelow = (high >> 63) != 0;
        if (isBelow)
        {
            n++;
            middle = ~middle;
            high = ~high;
        }
        int zeros = BitOperations.LeadingZeroCount(high);
        ulong leading = Joined(high, middle, zeros);
        double r = leading * (Math.PI / 2 / 18446744073709551616.0) * BitConverter.Int64BitsToDouble((long)(1023 - zeros) << Mantissa);
        bool isNegative = isBelow != (x < 0);
        quadrant = (x < 0 ? -n : n) & 3;
        return isNegative ? -r : r;
    }

    private static ulong Joined(ulong left, ulong right, int shift) => shift == 0 ? left : (left << shift) | (right >> (Word - shift));

    private static ulong High(ulong x, ulong y)
    {
        ulong x0 = (uint)x, x1 = x >> 32, y0 = (uint)y, y1 = y >> 32;
        ulong cross = x1 * y0 + ((x0 * y0) >> 32), other = x0 * y1 + (uint)cross;
        return x1 * y1 + (cross >> 32) + (other >> 32);
    }

    /// <summary>64 binary places of 2/π, the first of them place 64·(index - 1) after the point.</summary>
    private static ulong TwoByPi(int index) => index switch
    {
        1 => 0xA2F9836E4E441529,
        2 => 0xFC2757D1F534DDC0,
        3 => 0xDB6295993C439041,
        4 => 0xFE5163ABDEBBC561,
        5 => 0xB7246E3A424DD2E0,
        6 => 0x06492EEA09D1921C,
        7 => 0xFE1DEB1CB129A73E,
        8 => 0xE88235F52EBB4484,
        9 => 0xE99C7026B45F7E41,
        10 => 0x3991D639835339F4,
        11 => 0x9C845F8BBDF9283B,
        12 => 0x1FF897FFDE05980F,
        13 => 0xEF2F118B5A0A6D1F,
        14 => 0x6D367ECF27CB09B7,
        15 => 0x4F463F669E5FEA2D,
        16 => 0x7527BAC7EBE5F17B,
        17 => 0x3D0739F78A5292EA,
        18 => 0x6BFB5FB11F8D5D08,
        19 => 0x56033046FC7B6BAB,
        _ => 0,
    };
}
