using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

// Functions of two numbers, as Number and the operators of .NET define them.
internal static partial class Functions
{
    private const int Mantissa = 52, Spare = 11;

    /// <summary>Up to here e^p is finite whatever its last bits are.</summary>
    private const double LargestExponent = 709;

    // x and y as whole numbers of units of y's last place; the gap between their exponents is made up in steps that 64 bits hold.
    /// <summary>x - n·y with the sign of x, n the whole part of x / y; exact.</summary>
    public static double Remainder(double x, double y)
    {
        ulong a = (ulong)BitConverter.DoubleToInt64Bits(x) & long.MaxValue, b = (ulong)BitConverter.DoubleToInt64Bits(y) & long.MaxValue;
        const ulong Infinity = 0x7FF0_0000_0000_0000;
        if (a >= Infinity || b > Infinity || b == 0) return x * y / (x * y);
        if (a < b) return x;
        int upper = (int)(a >> Mantissa), lower = (int)(b >> Mantissa);
        ulong rest = Significand(a, upper), divisor = Significand(b, lower);
        int gap = Math.Max(upper, 1) - Math.Max(lower, 1);
        for (rest %= divisor; gap > 0 && rest != 0; gap -= Spare) rest = (rest << Math.Min(gap, Spare)) % divisor;
        int exponent = Math.Max(lower, 1), shift = Math.Min(BitOperations.LeadingZeroCount(rest) - Spare, exponent - 1);
        long size = rest == 0 ? 0 : (long)((rest << shift) + ((ulong)(exponent - shift - 1) << Mantissa));
        return CopySign(BitConverter.Int64BitsToDouble(size), x);
    }

    private static ulong Significand(ulong bits, int exponent) => (bits & ((1UL << Mantissa) - 1)) | (exponent == 0 ? 0 : 1UL << Mantissa);

    /// <inheritdoc cref="Remainder(double, double)"/>
    public static float Remainder(float x, float y) => (float)Remainder((double)x, (double)y);

    /// <inheritdoc cref="Number.WholeQuotient{T}"/>
    // ILGPU keeps the bits of 1 where a choice of two whole numbers becomes a float64.
    public static double WholeQuotient(double x, double rest, double y, bool isAbove) => Native.Round((x - rest) / y) - (isAbove ? 1.0 : 0.0);

    /// <inheritdoc cref="Number.WholeQuotient{T}"/>
    public static float WholeQuotient(float x, float rest, float y, bool isAbove) => (float)WholeQuotient((double)x, (double)rest, (double)y, isAbove);

    /// <inheritdoc cref="Number.WholeQuotient{T}"/>
    public static int WholeQuotient(int x, int rest, int y, bool isAbove) => (x - rest) / y - (isAbove ? 1 : 0);

    /// <inheritdoc cref="Number.Atan2{T}"/>
    public static float Atan2(float y, float x) => VectorMath.Atan2<OneSingle>(y, x);

    /// <inheritdoc cref="Number.Atan2{T}"/>
    public static double Atan2(double y, double x) => VectorMath.Atan2<OneDouble>(y, x);

    /// <inheritdoc cref="Number.Atan2{T}"/>
    public static int Atan2(int y, int x) => (int)Atan2((double)y, (double)x);

    /// <inheritdoc cref="Number.Pow{T}"/>
    public static float Pow(float x, float y) => (float)Power(x, y, Exp(Log((double)Math.Abs(x)) * y));

    /// <inheritdoc cref="Number.Pow{T}"/>
    public static double Pow(double x, double y) => Power(x, y, PositivePower(Math.Abs(x), y));

    /// <inheritdoc cref="Number.Pow{T}"/>
    public static int Pow(int x, int y) => Conversions.ToInt32(Pow((double)x, y));

    /// <summary>x^y from |x|^y for finite operands, which is made right at 0, 1, infinities and below 0.</summary>
    private static double Power(double x, double y, double size)
    {
        double a = Math.Abs(x);
        if (y == 0 || x == 1) return 1;
        if (double.IsNaN(x) || double.IsNaN(y)) return x + y;
        bool isWhole = Native.Truncate(y) == y, isOdd = isWhole && Native.Truncate(y * 0.5) != y * 0.5;
        if (a == 0 || a == double.PositiveInfinity) size = (a == 0) == (y < 0) ? double.PositiveInfinity : 0;
        else if (Math.Abs(y) == double.PositiveInfinity) size = a == 1 ? 1 : (a > 1) == (y > 0) ? double.PositiveInfinity : 0;
        else if (a == 1) size = 1;
        if (!IsNegative(x)) return size;
        return isOdd ? -size : isWhole || a == 0 || a == double.PositiveInfinity ? size : double.NaN;
    }

    // ln x = k·ln 2 + 2·(s + s³/3 + …), s = f / (2 + f), in pairs of float64 up to the cubic term, so that the product with y keeps its digits; then
    // e^(p + q) = e^p + e^p·q.
    private static double PositivePower(double x, double y)
    {
        const double Ln2High = 0.6931471803691238, Ln2Middle = 1.9082149292705877e-10, Ln2Low = 1.1612227229362532e-26, ThirdLow = 1.850371707708594e-17, Lift = 1L << 54;
        bool isSmall = x < 2.2250738585072014e-308;
        long bits = BitConverter.DoubleToInt64Bits(isSmall ? x * Lift : x);
        int exponent = (int)((bits - 0x3FE6A09E667F3BCD) >> Mantissa);
        double k = exponent - (isSmall ? 54 : 0), f = BitConverter.Int64BitsToDouble(bits - ((long)exponent << Mantissa)) - 1;
        double sum = 2 + f, lost = 2 - sum + f, s = f / sum, sLow = (Native.MultiplyAdd(-s, sum, f) - s * lost) / sum;
        double z = s * s, zLow = Native.MultiplyAdd(s, s, -z) + 2 * s * sLow;
        double c = z * s, cLow = Native.MultiplyAdd(z, s, -c) + z * sLow + zLow * s;
        double t = c * (1.0 / 3), tLow = Native.MultiplyAdd(c, 1.0 / 3, -t) + cLow * (1.0 / 3) + c * ThirdLow;
        double tail = c * z * LogTail(z);
        double high = 2 * s, rest = 2 * (sLow + t + (tLow + tail));
        double w = k * Ln2High, first = w + high, left = w == 0 ? 0 : w - first + high;
        double low = rest + left + (k * Ln2Middle + k * Ln2Low);
        double top = first + low;
        low = first - top + low;
        double p = top * y, q = Native.MultiplyAdd(top, y, -p) + low * y;
        if (!(Math.Abs(p) < 746)) return Exp(p);
        if (p < LargestExponent)
        {
            double e = Exp(p);
            return Native.MultiplyAdd(e, q, e);
        }
        double half = Exp(p * 0.5);         // only the last product overflows
        return Native.MultiplyAdd(half, q, half) * half;
    }

    /// <summary>1/5 + z/7 + z²/9 + … for z ≤ 0.0295.</summary>
    private static double LogTail(double z) =>
        1.0 / 5 + z * (1.0 / 7 + z * (1.0 / 9 + z * (1.0 / 11 + z * (1.0 / 13 + z * (1.0 / 15 + z * (1.0 / 17 + z * (1.0 / 19 + z * (1.0 / 21))))))));
}
