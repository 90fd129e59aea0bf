using System.Globalization;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>Names under equal slots (groups of bars, columns of a heat map): wrapped where they fit; else numbers are thinned out, words slanted and cut.</summary>
internal static class SlotLabels
{
    private const int MaxLines = 3;
    private const double LongestSlanted = 110;
    private const double Slant = 40;   // degrees

    /// <summary>Returns the height taken below y.</summary>
    public static double Draw(Canvas canvas, IReadOnlyList<string> names, double left, double width, double y)
    {
        if (names.Count == 0) return 0;
        double slot = width / names.Count, room = slot - 6, height = 0;
        var wrapped = names.Select(n => TextFit.Wrap(n, room, TextFit.TickSize, MaxLines)).ToList();
        if (!wrapped.Any(w => w.Cut))
        {
            for (int i = 0; i < names.Count; i++)
                height = Math.Max(height, canvas.Lines(wrapped[i], left + (i + 0.5) * slot, y, TextFit.TickSize, "tick mid"));
            return height;
        }
        if (names.All(n => double.TryParse(n, CultureInfo.InvariantCulture, out _)))
        {
            int stride = (int)Math.Ceiling((8 + names.Max(n => TextFit.Width(n, TextFit.TickSize))) / slot);
            for (int i = 0; i < names.Count; i += stride) canvas.Text(left + (i + 0.5) * slot, y + TextFit.TickSize, names[i], "tick mid");
            return TextFit.TickSize * TextFit.LineHeight;
        }
        double radians = Slant * Math.PI / 180;
        for (int i = 0; i < names.Count; i++)
        {
            double x = left + (i + 0.5) * slot + 4, baseline = y + 8;
            double longest = Math.Min(LongestSlanted, x / Math.Cos(radians));    // does not leave the figure on the left
            string name = TextFit.Shorten(names[i], longest, TextFit.TickSize);
            canvas.Text(x, baseline, name, "tick end", names[i], $" transform=\"rotate(-{Canvas.Number(Slant)} {Canvas.Number(x)} {Canvas.Number(baseline)})\"");
            height = Math.Max(height, TextFit.Width(name, TextFit.TickSize) * Math.Sin(radians) + 14);
        }
        return height;
    }
}
