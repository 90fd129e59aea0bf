using System.Globalization;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>A mark on an axis.</summary>
public readonly record struct Tick(double Value, string Label);

/// <summary>Round marks (1, 2 or 5 times a power of ten) that enclose a range: the first is at most its low end, the last at least its high end.</summary>
public static class Ticks
{
    /// <summary>Larger magnitudes are left out of figures: their differences and squares would overflow.</summary>
    public const double Largest = 1e150;

    private const int FewestSteps = 3, MostSteps = 8, BestSteps = 5;
    private const double Rounding = 1e-9;         // of a step: 0.30000000000000004 / 0.1 is 3
    private const double NarrowestShare = 1e-6;   // narrower ranges are widened: their labels would not fit an axis
    private const double Smallest = 1e-140;
    private const int LowestPlain = -3, HighestPlain = 4;   // beyond 0.001 and 10,000 all labels are powers
    private static readonly double[] Mantissas = [1, 2, 5];

    /// <summary>False for NaN, for infinities and for magnitudes beyond <see cref="Largest"/>; on a logarithmic axis also for all that is not positive.</summary>
    public static bool CanShow(double value, bool log = false) => Math.Abs(value) < Largest && (!log || value > 1 / Largest);

    /// <summary>4 to 9 evenly spaced marks.</summary>
    public static Tick[] Linear(double low, double high)
    {
        Check(low, high);
        (low, high) = Widen(low, high);
        double range = high - low;
        int magnitude = (int)Math.Floor(Math.Log10(range));
        (double Cost, double Mantissa, int Exponent, double First, double Last) best = (double.PositiveInfinity, 1, 0, 0, 0);
        for (int exponent = magnitude - 2; exponent <= magnitude + 1; exponent++)
            foreach (double mantissa in Mantissas)
            {
                double step = Scaled(mantissa, exponent);
                double first = Math.Floor(low / step + Rounding), last = Math.Ceiling(high / step - Rounding), steps = last - first;
                if (steps is < FewestSteps or > MostSteps) continue;
                double cost = (steps * step - range) / range + 0.04 * Math.Abs(steps - BestSteps);
                if (cost < best.Cost) best = (cost, mantissa, exponent, first, last);
            }
        var ticks = new Tick[(int)(best.Last - best.First) + 1];
        double largest = Math.Max(Math.Abs(best.First), Math.Abs(best.Last)) * Scaled(best.Mantissa, best.Exponent);
        for (int i = 0; i < ticks.Length; i++)
        {
            double value = Scaled((best.First + i) * best.Mantissa, best.Exponent);
            ticks[i] = new Tick(value, Label(value, best.Exponent, largest));
        }
        return ticks;
    }

    /// <summary>2 to 9 marks for a logarithmic axis: powers of ten, in a range below two decades also their 2- and 5-folds.</summary>
    public static Tick[] Log(double low, double high)
    {
        Check(low, high);
        if (!CanShow(low, log: true)) throw new ArgumentException($"a logarithmic axis cannot show {low.ToString(CultureInfo.InvariantCulture)}: give positive values or a linear axis", nameof(low));
        int first = (int)Math.Floor(Math.Log10(low) + Rounding), last = (int)Math.Ceiling(Math.Log10(high) - Rounding);
        if (last <= first) last = first + 1;
        if (last - first > 2)
        {
            int stride = (last - first + MostSteps - 1) / MostSteps, count = (last - first + stride - 1) / stride + 1;
            bool powers = first < LowestPlain || first + (count - 1) * stride > HighestPlain;
            return [.. Enumerable.Range(0, count).Select(i => Decade(1, first + i * stride, powers))];
        }
        var all = Enumerable.Range(first, last - first + 1).SelectMany(e => Mantissas.Select(m => (Mantissa: m, Exponent: e))).ToList();
        int from = all.FindLastIndex(t => Scaled(t.Mantissa, t.Exponent) <= low * (1 + Rounding));
        int to = all.FindIndex(t => Scaled(t.Mantissa, t.Exponent) >= high * (1 - Rounding));
        if (to <= from) to = from + 1;
        return [.. all[from..(to + 1)].Select(t => Decade(t.Mantissa, t.Exponent, first < LowestPlain || last > HighestPlain))];
    }

    private static Tick Decade(double mantissa, int exponent, bool power) => new(Scaled(mantissa, exponent), !power
        ? Typographic(Scaled(mantissa, exponent).ToString("#,0.###", CultureInfo.InvariantCulture))
        : (mantissa == 1 ? "" : mantissa.ToString(CultureInfo.InvariantCulture) + "·") + "10" + Superscript(exponent));

    private static string Label(double value, int exponent, double largest)
    {
        if (value == 0) return "0";
        if (largest < 1e6 && exponent >= -5)
            return Typographic(value.ToString("#,0." + new string('0', Math.Max(0, -exponent)), CultureInfo.InvariantCulture).TrimEnd('.'));
        int power = (int)Math.Floor(Math.Log10(Math.Abs(largest)) + Rounding);
        string mantissa = (value / Math.Pow(10, power)).ToString("0." + new string('0', Math.Clamp(power - exponent, 0, 6)), CultureInfo.InvariantCulture);
        return Typographic(mantissa.TrimEnd('.')) + "·10" + Superscript(power);
    }

    internal static string Typographic(string number) => number.Replace('-', '−');

    internal static string Superscript(int exponent) =>
        string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));

    // Dividing by an exact power of ten gives 0.3, where multiplying by 0.1 gives 0.30000000000000004.
    private static double Scaled(double mantissa, int exponent) => exponent < 0 ? mantissa / Math.Pow(10, -exponent) : mantissa * Math.Pow(10, exponent);

    private static (double Low, double High) Widen(double low, double high)
    {
        double size = Math.Max(Math.Abs(low), Math.Abs(high));
        if (size < Smallest) return (0, 1);
        if (high - low >= NarrowestShare * size) return (low, high);
        return (low - 0.1 * size, high + 0.1 * size);
    }

    private static void Check(double low, double high)
    {
        if (!CanShow(low) || !CanShow(high) || low > high)
            throw new ArgumentException($"an axis needs finite ends in order, got {low.ToString(CultureInfo.InvariantCulture)} and {high.ToString(CultureInfo.InvariantCulture)}");
    }
}
