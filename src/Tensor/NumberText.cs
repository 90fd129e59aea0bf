using System.Globalization;
using System.Numerics;

namespace DeepPuzzles.Tensors;

/// <summary>A number as the shortest decimal digits that tell it from its neighbours: ±0.DIGITS · 10^Point. <see cref="Whole"/> holds the words
/// and integers, which have no digits to align.</summary>
internal readonly record struct NumberText(string Whole, bool Negative, string Digits, int Point, double Value)
{
    private const int Precision = 8, ExponentDigits = 2;

    internal static NumberText Of(bool x) => new(x ? "True" : "False", false, "", 0, 0);

    internal static NumberText Of(int x) => new(x.ToString(CultureInfo.InvariantCulture), false, "", 0, 0);

    internal static NumberText Of(float x) => Of(x, x.ToString("R", CultureInfo.InvariantCulture));

    internal static NumberText Of(double x) => Of(x, x.ToString("R", CultureInfo.InvariantCulture));

    private static NumberText Of(double x, string shortest)
    {
        if (!double.IsFinite(x)) return new(double.IsNaN(x) ? "nan" : x > 0 ? "inf" : "-inf", false, "", 0, x);
        string[] parts = shortest.TrimStart('-').Split('E');
        string digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        int dot = parts[0].IndexOf('.', StringComparison.Ordinal);
        int point = (dot < 0 ? digits.Length : dot) + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        string significant = digits.TrimStart('0');
        return new("", double.IsNegative(x), significant.TrimEnd('0'), significant.Length == 0 ? 1 : point - (digits.Length - significant.Length), x);
    }

    private string Sign => Negative ? "-" : "";

    private (string Integer, string Fraction) Plain => Point <= 0
        ? (Sign + "0", new string('0', Digits.Length == 0 ? 0 : -Point) + Digits)
        : (Sign + (Digits.Length == 0 ? "0" : Digits.PadRight(Point, '0')[..Point]), Digits.Length > Point ? Digits[Point..] : "");

    private string Exponent
    {
        get
        {
            int power = Digits.Length == 0 ? 0 : Point - 1;
            return (power < 0 ? "-" : "+") + Math.Abs(power).ToString(CultureInfo.InvariantCulture).PadLeft(ExponentDigits, '0');
        }
    }

    private (string Integer, string Fraction) Mantissa => (Sign + (Digits.Length == 0 ? "0" : Digits[..1]), Digits.Length > 1 ? Digits[1..] : "");

    private (string Integer, string Fraction) Parts(bool powers) => powers ? Mantissa : Plain;

    // That many decimals of the exact binary value (not of the shortest digits), rounded to nearest, ties to even.
    private NumberText Exact(int decimals)
    {
        if (Value == 0) return this;
        long bits = BitConverter.DoubleToInt64Bits(Value);
        int power = (int)(bits >> 52) & 0x7FF;
        BigInteger top = (bits & ((1L << 52) - 1)) | (power == 0 ? 0 : 1L << 52), bottom = BigInteger.One;
        power = Math.Max(power, 1) - 1075;
        if (power > 0) top <<= power;
        else bottom <<= -power;
        if (decimals > 0) top *= BigInteger.Pow(10, decimals);
        else bottom *= BigInteger.Pow(10, -decimals);
        BigInteger rounded = BigInteger.DivRem(top, bottom, out BigInteger rest);
        int half = (rest * 2).CompareTo(bottom);
        if (half > 0 || (half == 0 && !rounded.IsEven)) rounded++;
        string digits = rounded.IsZero ? "" : rounded.ToString(CultureInfo.InvariantCulture);
        return this with { Digits = digits.TrimEnd('0'), Point = digits.Length == 0 ? 1 : digits.Length - decimals };
    }

    private NumberText AtMost(int decimals) => Digits.Length - Point > decimals ? Exact(decimals) : this;

    /// <summary>A single number, all its digits.</summary>
    internal string Alone()
    {
        if (Whole.Length > 0) return Whole;
        bool plain = Value == 0 || (Math.Abs(Value) < 1e16 && Math.Abs(Value) >= 1e-4);
        (string integer, string fraction) = Parts(powers: !plain);
        if (plain) return $"{integer}.{(fraction.Length == 0 ? "0" : fraction)}";
        return $"{integer}{(fraction.Length == 0 ? "" : ".")}{fraction}e{Exponent}";
    }

    /// <summary>All numbers in one form and of one width, decimal points below each other.</summary>
    internal static string[] Align(NumberText[] numbers, bool singlePrecision)
    {
        NumberText[] finite = [.. numbers.Where(number => number.Whole.Length == 0)];
        bool powers = WantPowers(finite, singlePrecision);
        NumberText[] cut = [.. finite.Select(number => number.AtMost(powers ? Precision + 1 - number.Point : Precision))];
        int right = cut.Select(number => number.Parts(powers).Fraction.Length).DefaultIfEmpty(0).Max();
        // With powers all show as many digits as the longest: not zeros after the shortest digits, but the digits of the exact value.
        if (powers) cut = [.. finite.Select(number => number.Exact(right + 1 - number.Point))];
        int left = cut.Select(number => number.Parts(powers).Integer.Length).DefaultIfEmpty(0).Max();
        int exponent = powers ? cut.Max(number => number.Exponent.Length) : 0;
        int tail = right + (powers ? exponent + 1 : 0);
        foreach (NumberText number in numbers) left = Math.Max(left, number.Whole.Length - tail - 1);

        var words = new string[numbers.Length];
        int next = 0;
        for (int i = 0; i < words.Length; i++)
        {
            if (numbers[i].Whole.Length > 0)
            {
                words[i] = numbers[i].Whole.PadLeft(left + 1 + tail);
                continue;
            }
            NumberText number = cut[next++];
            (string integer, string fraction) = number.Parts(powers);
            string power = powers ? "e" + number.Exponent[..1] + number.Exponent[1..].PadLeft(exponent - 1, '0') : "";
            words[i] = $"{integer.PadLeft(left)}.{fraction.PadRight(right, powers ? '0' : ' ')}{power}";
        }
        return words;
    }

    // NumPy's rule, whose quotient is taken in the element type.
    private static bool WantPowers(NumberText[] finite, bool singlePrecision)
    {
        double[] sizes = [.. finite.Select(number => Math.Abs(number.Value)).Where(size => size > 0)];
        if (sizes.Length == 0) return false;
        (double least, double most) = (sizes.Min(), sizes.Max());
        return most >= 1e8 || least < 1e-4 || (singlePrecision ? (float)most / (float)least : most / least) > 1000;
    }

    /// <summary>Words and integers, right-aligned.</summary>
    internal static string[] RightAlign(NumberText[] numbers, int atLeast)
    {
        int width = Math.Max(atLeast, numbers.Max(number => number.Whole.Length));
        return Array.ConvertAll(numbers, number => number.Whole.PadLeft(width));
    }
}
