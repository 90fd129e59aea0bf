namespace DeepPuzzles.Experiments.Reporting;

internal enum Key { Line, Curve, Dots, Marker, Block, Rule, Ring }

/// <summary>One entry: the sample that is drawn, the look it has in the plot, and its label.</summary>
internal readonly record struct LegendEntry(Key Key, int Look, string Label);

/// <summary>The legend stands below the plot and flows over as many rows as it needs, so it never covers data.</summary>
internal static class Legend
{
    private const double Sample = 28, Gap = 18, Row = 20;
    private const double RingRadius = 5;

    /// <summary>Draws from y on. Returns the height taken; a single entry without company needs no legend.</summary>
    public static double Draw(Canvas canvas, IReadOnlyList<LegendEntry> entries, double y, double width)
    {
        if (entries.Count < 2) return 0;
        double x = 0, top = y;
        foreach (var entry in entries)
        {
            double room = width - Sample - 8;
            double natural = TextFit.Width(entry.Label, TextFit.TickSize);
            if (x > 0 && x + Sample + 8 + natural > width) (x, y) = (0, y + Row);
            double middle = y + Row / 2;
            DrawKey(canvas, entry, x, middle);
            string label = TextFit.Shorten(entry.Label, room, TextFit.TickSize);
            canvas.Text(x + Sample + 6, middle + 4.3, label, "tick", entry.Label);
            x += Sample + 8 + Math.Min(natural, room) + Gap;
        }
        return y + Row - top;
    }

    private static void DrawKey(Canvas canvas, LegendEntry entry, double x, double y)
    {
        double centre = x + Sample / 2;
        string stroke = FigureStyle.Stroke(entry.Look), fill = FigureStyle.Fill(entry.Look), dash = FigureStyle.Dash(entry.Look);
        switch (entry.Key)
        {
            case Key.Line:
                canvas.Line(x, y, x + Sample, y, $"line {stroke} {dash}").Path(FigureStyle.Marker(entry.Look, centre, y), fill);
                break;
            case Key.Curve:
                canvas.Line(x, y, x + Sample, y, $"line {stroke} {dash}");
                break;
            case Key.Dots:
                canvas.Line(x, y, x + Sample, y, $"dust {stroke}");
                break;
            case Key.Marker:
                canvas.Path(FigureStyle.Marker(entry.Look, centre, y), fill);
                break;
            case Key.Block:
                canvas.Rect(centre - 8, y - 5, 16, 10, fill);
                break;
            case Key.Rule:
                canvas.Line(x, y, x + Sample, y, $"rule {RuleDash(entry.Look)}");
                break;
            case Key.Ring:
                canvas.Path(FigureStyle.Marker(entry.Look, centre, y, RingRadius), "ring");
                break;
        }
    }

    /// <summary>Rules share one colour and differ in their dashes; none is drawn through, as an axis is.</summary>
    public static string RuleDash(int index) => FigureStyle.Dash(1 + index % (FigureStyle.Looks - 1));
}
