using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>Draws of one quantity.</summary>
public sealed record HistogramSeries(string Label, double[] Values)
{
    public int? Look { get; init; }
}

/// <summary>How samples are distributed, as the share of each sample in common bins; values that cannot be shown are named below the axis.</summary>
public sealed record Histogram(string Name, string Title, string Caption, Axis X, IReadOnlyList<HistogramSeries> Samples) : Figure(Name, Title, Caption)
{
    public int Bins { get; init; } = 24;
    public IReadOnlyList<ReferenceLine> Lines { get; init; } = [];

    internal override Drawing Draw(double width)
    {
        int bins = Math.Max(1, Bins);
        var xs = Scale.Fit(X, Samples.SelectMany(s => s.Values).Concat(Lines.Where(l => l.IsVertical).Select(l => l.At)));
        var shares = Samples.Select(s => Shares(s.Values, xs, bins)).ToList();
        var y = new Axis("share of each sample") { Unit = "%", Min = 0 };
        var plot = new PlotArea(width, y, Scale.Fit(y, shares.SelectMany(s => s)));
        int hidden = Samples.Sum(s => s.Values.Count(v => !Inside(v, xs)));
        plot.NumericX(hidden == 0 ? X : X with { Title = $"{X.Title}, {hidden} not shown" }, xs);
        for (int i = 0; i < Samples.Count; i++) plot.Enter(Key.Block, Samples[i].Look ?? i, Samples[i].Label);
        plot.BeginData();
        for (int i = 0; i < Samples.Count; i++)
        {
            if (shares[i].All(v => v == 0)) continue;
            int look = Samples[i].Look ?? i;
            string steps = Outline(plot, shares[i]);
            plot.Canvas.Path(steps, "veil " + FigureStyle.Fill(look)).Path(steps, $"line {FigureStyle.Stroke(look)} {FigureStyle.Dash(look)}");
        }
        plot.Lines(Lines.Where(l => l.IsVertical));
        plot.EndData();
        if (shares.All(s => s.All(v => v == 0))) plot.Note("no data");
        return plot.Finish();
    }

    private static bool Inside(double v, Scale xs) => xs.Shows(v) && xs.At(v) is >= -1e-9 and <= 1 + 1e-9;

    private static double[] Shares(double[] values, Scale xs, int bins)
    {
        var share = new double[bins];
        foreach (double v in values)
            if (Inside(v, xs)) share[Math.Clamp((int)(xs.At(v) * bins), 0, bins - 1)] += 100.0 / values.Length;
        return share;
    }

    private static string Outline(PlotArea plot, double[] shares)
    {
        var d = new StringBuilder($"M{Canvas.Number(plot.Left)} {Canvas.Number(plot.Y(0))}");
        for (int b = 0; b < shares.Length; b++)
            d.Append('V').Append(Canvas.Number(plot.Y(shares[b]))).Append('H').Append(Canvas.Number(plot.Left + plot.Width * (b + 1) / shares.Length));
        return d.Append('V').Append(Canvas.Number(plot.Y(0))).ToString();
    }
}
