using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>Curves over x, each with its interval as a band; gaps where a value is missing.</summary>
public sealed record LineChart(string Name, string Title, string Caption, Axis X, Axis Y, IReadOnlyList<Series> Series) : XyChart(Name, Title, Caption, X, Y, Series)
{
    private const int MostMarkers = 40;
    private const int MostPoints = 1200;   // beyond this several points fall on one pixel

    internal override Drawing Draw(double width)
    {
        (Scale xs, Scale ys) = Fit();
        var plot = new PlotArea(width, Y, ys);
        plot.NumericX(X, xs);
        for (int i = 0; i < Series.Count; i++) plot.Enter(IsMarked(Series[i]) ? Key.Line : Key.Curve, Series[i].Look ?? i, Series[i].Label);
        plot.BeginData();
        var runs = Series.Select(s => Runs(s, xs, ys)).ToList();
        for (int i = 0; i < Series.Count; i++) Bands(plot, Series[i], runs[i], Series[i].Look ?? i);
        plot.Lines(Lines);
        for (int i = 0; i < Series.Count; i++) Curves(plot, Series[i], runs[i], Series[i].Look ?? i);
        plot.Rings(References);
        plot.EndData();
        if (runs.All(r => r.Count == 0) && References.Count == 0) plot.Note("no data");
        return plot.Finish();
    }

    private static bool IsMarked(Series s) => s.Count <= MostMarkers;

    /// <summary>The stretches of neighbouring points that can be shown, thinned where they are denser than pixels.</summary>
    private static List<List<int>> Runs(Series s, Scale xs, Scale ys)
    {
        var runs = new List<List<int>>();
        bool open = false;
        for (int i = 0; i < s.Count; i++)
        {
            bool shown = xs.Shows(s.X[i]) && ys.Shows(s.Y[i]);
            if (shown && !open) runs.Add([]);
            if (shown) runs[^1].Add(i);
            open = shown;
        }
        return [.. runs.Select(run => Thin(run, s.Y))];
    }

    /// <summary>Keeps each bucket's first, lowest, highest and last point, so no peak is lost.</summary>
    private static List<int> Thin(List<int> run, double[] y)
    {
        if (run.Count <= MostPoints) return run;
        var kept = new List<int>();
        int buckets = MostPoints / 4;
        for (int b = 0; b < buckets; b++)
        {
            var bucket = run[(int)((long)b * run.Count / buckets)..(int)((long)(b + 1) * run.Count / buckets)];
            kept.AddRange(new[] { bucket[0], bucket.MinBy(i => y[i]), bucket.MaxBy(i => y[i]), bucket[^1] }.Distinct().Order());
        }
        return kept;
    }

    private static void Bands(PlotArea plot, Series s, List<List<int>> runs, int look)
    {
        foreach (var run in runs)
        {
            var banded = run.Where(i => plot.YScale.Shows(s.LowAt(i)) && plot.YScale.Shows(s.HighAt(i))).ToList();
            if (banded.Count < 2) continue;
            var d = new StringBuilder();
            for (int j = 0; j < banded.Count; j++) Append(d, plot, s.X[banded[j]], s.HighAt(banded[j]), j == 0);
            for (int j = banded.Count - 1; j >= 0; j--) Append(d, plot, s.X[banded[j]], s.LowAt(banded[j]), false);
            plot.Canvas.Path(d.Append('Z').ToString(), "band " + FigureStyle.Fill(look));
        }
    }

    private static void Curves(PlotArea plot, Series s, List<List<int>> runs, int look)
    {
        var line = new StringBuilder();
        var markers = new StringBuilder();
        bool marked = IsMarked(s);
        foreach (var run in runs)
        {
            for (int j = 0; j < run.Count; j++)
            {
                Append(line, plot, s.X[run[j]], s.Y[run[j]], j == 0);
                if (marked || run.Count == 1) markers.Append(FigureStyle.Marker(look, plot.X(s.X[run[j]]), plot.Y(s.Y[run[j]])));
            }
            if (run.Count == 1) plot.Whisker(plot.X(s.X[run[0]]), s.LowAt(run[0]), s.HighAt(run[0]), 4);
        }
        plot.Canvas.Path(line.ToString(), $"line {FigureStyle.Stroke(look)} {FigureStyle.Dash(look)}").Path(markers.ToString(), FigureStyle.Fill(look));
    }

    private static void Append(StringBuilder d, PlotArea plot, double x, double y, bool first) =>
        d.Append(first ? 'M' : 'L').Append(Canvas.Number(plot.X(x))).Append(' ').Append(Canvas.Number(plot.Y(y)));
}
