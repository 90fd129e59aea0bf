using System.Globalization;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Numbers in OpenCL C, to the last bit.</summary>
internal static class Literals
{
    /// <summary>Fractions of up to so many binary places, in so many characters, are written as decimal numbers: they are as exact and easier to read.</summary>
    private const int ShortPlaces = 10, ShortLength = 8;

    private const int Mantissa = 52, Bias = 1023;

    internal static string Write(double value, TypeCode type, string name) => type switch
    {
        TypeCode.Int32 => value == int.MinValue ? "(-2147483647 - 1)" : value.ToString("F0", CultureInfo.InvariantCulture),
        TypeCode.UInt32 => value.ToString("F0", CultureInfo.InvariantCulture) + "u",
        _ when double.IsNaN(value) => $"({name})NAN",
        _ when double.IsInfinity(value) => value > 0 ? $"({name})INFINITY" : $"(-({name})INFINITY)",
        _ => Number(value) + (type == TypeCode.Single ? "f" : ""),
    };

    private static string Number(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        bool isShort = text.Length <= ShortLength && Math.Abs(value) < int.MaxValue && Math.ScaleB(value, ShortPlaces) == Math.Truncate(Math.ScaleB(value, ShortPlaces));
        if (!isShort) return Hexadecimal(value);
        return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    private static string Hexadecimal(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value), fraction = bits & ((1L << Mantissa) - 1);
        int exponent = (int)(bits >> Mantissa) & ((1 << 11) - 1);
        string digits = fraction.ToString("x13", CultureInfo.InvariantCulture).TrimEnd('0');
        int power = Math.Max(exponent, 1) - Bias;
        return string.Create(CultureInfo.InvariantCulture, $"{(bits < 0 ? "-" : "")}0x{(exponent == 0 ? 0 : 1)}{(digits.Length > 0 ? "." : "")}{digits}p{power:+0;-0}");
    }
}
