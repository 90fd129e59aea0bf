using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>
/// The frame of a plot: the heading of the y axis lies flat above it (no turned text), tick labels left and below, the heading of
/// the x axis under them, then the legend.
/// </summary>
internal sealed class PlotArea
{
    private const double Aspect = 0.52;
    private const double RightMargin = 10;        // half of the last x label
    private const double Bleed = 7;               // markers on the edge are drawn whole

    private readonly Canvas canvas = new();
    private readonly List<LegendEntry> legend = [];
    private readonly double width;
    private double bottom;
    private int rules;

    public PlotArea(double width, Axis y, Scale yScale)
    {
        this.width = width;
        YScale = yScale;
        Top = canvas.Lines(TextFit.Wrap(y.Heading, width, TextFit.LabelSize, 2), 0, 0, TextFit.LabelSize, "soft") + 12;
        Left = 10 + yScale.Ticks.Select(t => TextFit.Width(t.Label, TextFit.TickSize)).DefaultIfEmpty(0).Max();
        Height = Math.Round(width * Aspect);
        bottom = Top + Height;
        foreach (var tick in yScale.Ticks)
        {
            canvas.Line(Left, Y(tick.Value), Left + Width, Y(tick.Value), "grid");
            canvas.Text(Left - 8, Y(tick.Value) + 4.2, tick.Label, "tick end");
        }
        canvas.Line(Left, bottom, Left + Width, bottom, "axis");
    }

    public Scale YScale { get; }
    public Scale? XScale { get; private set; }
    public Canvas Canvas => canvas;
    public double Left { get; }
    public double Top { get; }
    public double Height { get; }
    public double Width => width - Left - RightMargin;

    public double X(double value) => Left + XScale!.At(value) * Width;

    public double Y(double value) => Top + (1 - YScale.At(value)) * Height;

    public void NumericX(Axis x, Scale scale)
    {
        XScale = scale;
        double widest = scale.Ticks.Select(t => TextFit.Width(t.Label, TextFit.TickSize)).DefaultIfEmpty(0).Max() + 8;
        int stride = Math.Max(1, (int)Math.Ceiling(widest * Math.Max(1, scale.Ticks.Length - 1) / Width));
        double labels = bottom;
        for (int i = 0; i < scale.Ticks.Length; i++)
        {
            double at = X(scale.Ticks[i].Value);
            canvas.Line(at, labels, at, labels + 4, "axis");
            if (i % stride == 0) canvas.Text(at, labels + 18, scale.Ticks[i].Label, "tick mid");
        }
        bottom += 24;
        Heading(x.Heading);
    }

    /// <summary>Names below equal slots: wrapped where they fit, else slanted and cut.</summary>
    public void NamedX(Axis x, IReadOnlyList<string> names)
    {
        bottom += 6 + SlotLabels.Draw(canvas, names, Left, Width, bottom + 6) + 4;
        Heading(x.Heading);
    }

    public void BeginData() => canvas.BeginClip(Left - Bleed, Top - Bleed, Width + 2 * Bleed, Height + 2 * Bleed);

    public void EndData() => canvas.EndClip();

    public void Lines(IEnumerable<ReferenceLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.IsVertical ? XScale is not { } xs || !xs.Shows(line.At) : !YScale.Shows(line.At)) continue;
            string css = "rule " + Legend.RuleDash(rules);
            if (line.IsVertical) canvas.Line(X(line.At), Top, X(line.At), Top + Height, css);
            else canvas.Line(Left, Y(line.At), Left + Width, Y(line.At), css);
            Enter(Key.Rule, rules++, line.Label);
        }
    }

    public void Rings(IEnumerable<ReferencePoints> references)
    {
        int look = 0;
        foreach (var points in references)
        {
            var d = new StringBuilder();
            for (int i = 0; i < Math.Min(points.X.Length, points.Y.Length); i++)
                if (XScale!.Shows(points.X[i]) && YScale.Shows(points.Y[i])) d.Append(FigureStyle.Marker(look, X(points.X[i]), Y(points.Y[i]), 5));
            canvas.Path(d.ToString(), "ring");
            Enter(Key.Ring, look++, points.Label);
        }
    }

    public void Whisker(double x, double low, double high, double cap) => canvas.Path(WhiskerPath(x, low, high, cap), "whisker");

    public string WhiskerPath(double x, double low, double high, double cap)
    {
        if (!YScale.Shows(low) || !YScale.Shows(high)) return "";
        string left = Canvas.Number(x - cap), wide = Canvas.Number(2 * cap), bottomY = Canvas.Number(Y(low)), topY = Canvas.Number(Y(high));
        return $"M{left} {topY}h{wide}M{Canvas.Number(x)} {topY}V{bottomY}M{left} {bottomY}h{wide}";
    }

    public void Enter(Key key, int look, string label) => legend.Add(new LegendEntry(key, look, label));

    public void Note(string text) => canvas.Text(Left + Width / 2, Top + Height / 2, text, "soft mid");

    public Drawing Finish()
    {
        double height = Legend.Draw(canvas, legend, bottom + 10, width);
        return canvas.Finish(width, bottom + (height > 0 ? 10 + height : 0));
    }

    private void Heading(string heading)
    {
        if (heading.Length == 0) return;
        string cut = TextFit.Shorten(heading, Width, TextFit.LabelSize);
        canvas.Text(Left + Width / 2, bottom + 15, cut, "soft mid", heading);
        bottom += 20;
    }
}
