using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>Points without order; intervals, where given, as whiskers.</summary>
public sealed record ScatterChart(string Name, string Title, string Caption, Axis X, Axis Y, IReadOnlyList<Series> Series) : XyChart(Name, Title, Caption, X, Y, Series)
{
    private const int MostMarkers = 300;   // more points become dots, which stay apart longer and take a fifth of the bytes

    internal override Drawing Draw(double width)
    {
        (Scale xs, Scale ys) = Fit();
        var plot = new PlotArea(width, Y, ys);
        plot.NumericX(X, xs);
        for (int i = 0; i < Series.Count; i++) plot.Enter(Series[i].IsCurve ? Key.Dots : IsDust(Series[i]) ? Key.Block : Key.Marker, Series[i].Look ?? i, Series[i].Label);
        plot.BeginData();
        plot.Lines(Lines);
        bool any = References.Count > 0;
        for (int i = 0; i < Series.Count; i++) any |= Points(plot, Series[i], Series[i].Look ?? i);
        plot.Rings(References);
        plot.EndData();
        if (!any) plot.Note("no data");
        return plot.Finish();
    }

    private static bool IsDust(Series s) => s.IsCurve || s.Count > MostMarkers;

    private static bool Points(PlotArea plot, Series s, int look)
    {
        var whiskers = new StringBuilder();
        var points = new StringBuilder();
        bool dust = IsDust(s);
        for (int i = 0; i < s.Count; i++)
        {
            if (!plot.XScale!.Shows(s.X[i]) || !plot.YScale.Shows(s.Y[i])) continue;
            double x = plot.X(s.X[i]), y = plot.Y(s.Y[i]);
            if (dust) points.Append('M').Append(Canvas.Number(x)).Append(' ').Append(Canvas.Number(y)).Append("h0");
            else points.Append(FigureStyle.Marker(look, x, y));
            whiskers.Append(plot.WhiskerPath(x, s.LowAt(i), s.HighAt(i), 3));
        }
        plot.Canvas.Path(whiskers.ToString(), "whisker").Path(points.ToString(), dust ? "dust " + FigureStyle.Stroke(look) : FigureStyle.Fill(look));
        return points.Length > 0;
    }
}
