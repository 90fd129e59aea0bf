using System.Globalization;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>How numbers become colours.</summary>
public enum ColourMap
{
    /// <summary>Dark to bright, for amounts (viridis).</summary>
    Sequential,
    /// <summary>Blue through white to red, for differences (RdBu of ColorBrewer); the ends lie evenly around 0 unless given.</summary>
    Diverging,
    /// <summary>Black to white, for images.</summary>
    Grey,
}

internal readonly record struct Rgb(byte R, byte G, byte B)
{
    public string Hex => string.Create(CultureInfo.InvariantCulture, $"#{R:x2}{G:x2}{B:x2}");

    /// <summary>Whether dark text reads better on it than white (relative luminance of WCAG, where both contrasts are equal at 0.18).</summary>
    public bool IsLight => 0.2126 * Linear(R) + 0.7152 * Linear(G) + 0.0722 * Linear(B) > 0.18;

    private static double Linear(byte channel) => channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((channel / 255.0 + 0.055) / 1.055, 2.4);
}

internal static class Colours
{
    private static readonly Rgb[] Viridis = [.. new[] { 0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725 }.Select(FromHex)];
    private static readonly Rgb[] RdBu = [.. new[] { 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b }.Select(FromHex)];
    private static readonly Rgb[] Greys = [new(0, 0, 0), new(255, 255, 255)];

    /// <summary>The colour at t in [0, 1]; beyond the ends, the end's.</summary>
    public static Rgb At(ColourMap map, double t)
    {
        var stops = map switch { ColourMap.Sequential => Viridis, ColourMap.Diverging => RdBu, _ => Greys };
        double place = Math.Clamp(t, 0, 1) * (stops.Length - 1);
        int i = Math.Min((int)place, stops.Length - 2);
        double f = place - i;
        byte Mix(byte a, byte b) => (byte)Math.Round(a + f * (b - a));
        return new Rgb(Mix(stops[i].R, stops[i + 1].R), Mix(stops[i].G, stops[i + 1].G), Mix(stops[i].B, stops[i + 1].B));
    }

    /// <summary>The ends of a map: given, or those of the values, for a diverging map evenly around 0.</summary>
    public static (double Low, double High) Range(ColourMap map, IEnumerable<double> values, double? min, double? max)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double v in values)
            if (Ticks.CanShow(v)) (low, high) = (Math.Min(low, v), Math.Max(high, v));
        if (low > high) (low, high) = (0, 1);
        if (map == ColourMap.Diverging) (low, high) = (-Math.Max(Math.Abs(low), Math.Abs(high)), Math.Max(Math.Abs(low), Math.Abs(high)));
        (low, high) = (min is double a && Ticks.CanShow(a) ? a : low, max is double b && Ticks.CanShow(b) ? b : high);
        return low < high ? (low, high) : (low - 0.5, low + 0.5);
    }

    private static Rgb FromHex(int rgb) => new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
}

/// <summary>The key of a colour map: a strip with the round numbers below it.</summary>
internal static class ColourBar
{
    private const double Length = 220, Thickness = 10;
    private const int Steps = 55;

    /// <summary>Returns the height taken.</summary>
    public static double Draw(Canvas canvas, ColourMap map, double low, double high, string heading, double x, double y, double width)
    {
        double top = y, length = Math.Min(Length, width - 40);
        x += 12;
        if (heading.Length > 0)
            y += canvas.Lines(TextFit.Wrap(heading, width - 12, TextFit.TickSize, 2), x, y, TextFit.TickSize, "tick soft") + 5;
        for (int i = 0; i < Steps; i++)    // each step reaches under the next, so no seam shows
            canvas.Rect(x + i * length / Steps, y, length / Steps * (i < Steps - 1 ? 1.5 : 1), Thickness, "", Colours.At(map, (i + 0.5) / Steps).Hex);
        canvas.Rect(x, y, length, Thickness, "edge");
        var inside = Ticks.Linear(low, high).Where(t => t.Value >= low - 1e-9 * (high - low) && t.Value <= high + 1e-9 * (high - low)).ToList();
        double widest = inside.Select(t => TextFit.Width(t.Label, TextFit.TickSize)).DefaultIfEmpty(0).Max() + 8;
        int stride = Math.Max(1, (int)Math.Ceiling(widest * Math.Max(1, inside.Count - 1) / length));
        for (int i = 0; i < inside.Count; i++)
        {
            double at = x + (inside[i].Value - low) / (high - low) * length;
            canvas.Line(at, y + Thickness, at, y + Thickness + 3, "axis");
            if (i % stride == 0) canvas.Text(at, y + Thickness + 16, inside[i].Label, "tick mid");
        }
        return y + Thickness + 20 - top;
    }
}
