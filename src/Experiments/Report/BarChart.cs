namespace DeepPuzzles.Experiments.Reporting;

/// <summary>One bar in each group, with an interval where given.</summary>
public sealed record BarSeries(string Label, double[] Values)
{
    public double[]? Low { get; init; }
    public double[]? High { get; init; }
    public int? Look { get; init; }
}

/// <summary>Bars side by side in named groups. They stand on 0, on a logarithmic axis on its low end.</summary>
public sealed record BarChart(string Name, string Title, string Caption, Axis X, IReadOnlyList<string> Groups, Axis Y, IReadOnlyList<BarSeries> Series)
    : Figure(Name, Title, Caption)
{
    private const double Filled = 0.76, WidestBar = 56;

    public IReadOnlyList<ReferenceLine> Lines { get; init; } = [];

    internal override Drawing Draw(double width)
    {
        var ends = Series.SelectMany(s => s.Values.Take(Groups.Count).Concat(s.Low ?? []).Concat(s.High ?? [])).Concat(Lines.Where(l => !l.IsVertical).Select(l => l.At));
        var ys = Scale.Fit(Y, Y.Log ? ends : ends.Append(0));
        var plot = new PlotArea(width, Y, ys);
        plot.NamedX(X, Groups);
        for (int i = 0; i < Series.Count; i++) plot.Enter(Key.Block, Series[i].Look ?? i, Series[i].Label);
        plot.BeginData();
        double slot = plot.Width / Math.Max(1, Groups.Count);
        double bar = Math.Min(WidestBar, slot * Filled / Math.Max(1, Series.Count));
        double floor = Y.Log ? plot.Top + plot.Height : Math.Clamp(plot.Y(0), plot.Top, plot.Top + plot.Height);
        bool any = false;
        for (int g = 0; g < Groups.Count; g++)
            for (int i = 0; i < Series.Count; i++)
            {
                var s = Series[i];
                if (g >= s.Values.Length || !ys.Shows(s.Values[g])) continue;
                any = true;
                double left = plot.Left + (g + 0.5) * slot + (i - Series.Count / 2.0) * bar, end = Math.Clamp(plot.Y(s.Values[g]), plot.Top, plot.Top + plot.Height);
                string title = $"{Groups[g]}, {s.Label}: {ReportNumber.Text(s.Values[g])}";
                plot.Canvas.Rect(left + 1, Math.Min(floor, end), Math.Max(1, bar - 2), Math.Max(Math.Abs(floor - end), 0.75), FigureStyle.Fill(s.Look ?? i), title: title);
                if (s.Low?.Length > g && s.High?.Length > g) plot.Whisker(left + bar / 2, s.Low[g], s.High[g], Math.Min(5, bar / 4));
            }
        if (!Y.Log && plot.Y(0) < plot.Top + plot.Height - 1) plot.Canvas.Line(plot.Left, floor, plot.Left + plot.Width, floor, "axis");
        plot.Lines(Lines.Where(l => !l.IsVertical));
        plot.EndData();
        if (!any) plot.Note("no data");
        return plot.Finish();
    }
}
