using System.Globalization;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>Numbers as people read them: four significant digits, a true minus sign, a dash for what is missing.</summary>
internal static class ReportNumber
{
    public const string Missing = "–";

    public static string Text(double? value)
    {
        if (value is not double v || !double.IsFinite(v)) return Missing;
        if (v == 0) return "0";
        double size = Math.Abs(v);
        if (size is >= 1e6 or < 1e-4)
        {
            string[] parts = v.ToString("0.##e+0", CultureInfo.InvariantCulture).Split('e');
            return Ticks.Typographic($"{parts[0]}·10") + Ticks.Superscript(int.Parse(parts[1], CultureInfo.InvariantCulture));
        }
        int decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 7);
        return Ticks.Typographic(v.ToString("#,0." + new string('#', decimals), CultureInfo.InvariantCulture));
    }
}
