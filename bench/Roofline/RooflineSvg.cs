using System.Globalization;
using System.Net;
using System.Text;
using DeepPuzzles.Bench.Measure;

namespace DeepPuzzles.Bench.Roofline;

/// <summary>The picture: operations per byte to the right, operations per second upwards, both logarithmic; roofs as lines, kernels as dots under
/// them. One file, for light and dark pages.</summary>
internal static class RooflineSvg
{
    private const int Width = 1400, Height = 760, Left = 70, Right = 1370, Top = 84, Bottom = 690;
    private const double LeastIntensity = 1.0 / 36, MostIntensity = 512, Gap = 11.5, LabelOffset = 12;

    // Readable on white and on near-black.
    private static readonly string[] s_colours = ["#2f7ed8", "#d9822b", "#2a9d64", "#b5549c", "#c0504d", "#7a6fd0", "#8a8a2e", "#4aa3a3", "#a0673a", "#c2a01e", "#6b7a8f", "#d06a9a"];

    private const string Style = """
        <style>
        svg { --paper: #ffffff; --ink: #1d2330; --faint: #9aa3b2; --grid: #e6e9ef; }
        @media (prefers-color-scheme: dark) { svg { --paper: #14171d; --ink: #e4e8f0; --faint: #7d8798; --grid: #272d38; } }
        text { font: 11px system-ui, sans-serif; fill: var(--ink); }
        .title { font-size: 17px; font-weight: 600; }
        .faint { fill: var(--faint); }
        .grid { stroke: var(--grid); }
        .roof { stroke: var(--ink); fill: none; stroke-width: 1.8; }
        .side { stroke: var(--faint); fill: none; stroke-dasharray: 4 4; }
        .leader { stroke: var(--faint); stroke-width: 0.5; }
        </style>
        """;

    /// <summary>Draws the kernels that do arithmetic; labels belong to the fewest threads.</summary>
    public static string Draw(IReadOnlyList<Roof> roofs, IReadOnlyList<Point> points, string machine)
    {
        Point[] shown = [.. points.Where(point => point.Kernel.Flops > 0)];
        double most = roofs.Max(roof => roof.Peak32) / 1e9 * 2;
        double least = Math.Min(0.1, shown.Min(Speed)) / 1.5;
        var scale = new Scale(least, most);
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"Roofline of the kernels\">");
        svg.AppendLine(Style);
        svg.AppendLine(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" style=\"fill: var(--paper)\"/>");
        Text(svg, Left, 30, "Every kernel under the roof of this machine", "title");
        Text(svg, Left, 50, machine, "faint");
        Grid(svg, scale);
        foreach (Roof roof in roofs) DrawRoof(svg, scale, roof, isFirst: roof == roofs[0]);
        string[] families = [.. shown.Select(point => point.Kernel.Family).Distinct()];
        int fewest = roofs.Min(roof => roof.Threads);
        foreach (Point point in shown) Dot(svg, scale, point, Colour(families, point), filled: point.Threads == fewest);
        foreach (IGrouping<double, Point> column in shown.Where(point => point.Threads == fewest).GroupBy(point => Column(point.Kernel.Intensity))) Labels(svg, scale, [.. column]);
        Legend(svg, families, roofs);
        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static double Speed(Point point) => point.Kernel.Flops / point.Seconds / 1e9;

    // Kernels of nearly one intensity share a column of labels; so do those whose labels stand to the left at the low end.
    private static double Column(double intensity) => IsLow(intensity) ? double.NegativeInfinity : Math.Round(Math.Log2(intensity) * 4);

    private static bool IsLow(double intensity) => intensity is > 0.07 and < 0.12;

    private static bool IsToTheLeft(double intensity) => IsLow(intensity) || intensity is > 64 and < 128;

    private static string Colour(string[] families, Point point) => s_colours[Array.IndexOf(families, point.Kernel.Family) % s_colours.Length];

    private static void Grid(StringBuilder svg, Scale scale)
    {
        for (double speed = Math.Pow(10, Math.Ceiling(Math.Log10(scale.Least))); speed <= scale.Most; speed *= 10)
        {
            Line(svg, Left, scale.Y(speed), Right, scale.Y(speed), "grid");
            Text(svg, Left - 8, scale.Y(speed) + 4, speed.ToString("0.##", CultureInfo.InvariantCulture), "", "end");
        }
        for (int power = (int)Math.Ceiling(Math.Log2(LeastIntensity)); Math.Pow(2, power) <= MostIntensity; power++)
        {
            double x = Scale.X(Math.Pow(2, power));
            Line(svg, x, Top, x, Bottom, "grid");
            Text(svg, x, Bottom + 18, power < 0 ? $"1/{1 << -power}" : $"{1 << power}", "", "middle");
        }
        Text(svg, (Left + Right) / 2.0, Bottom + 40, "operations per byte that must move", "", "middle");
        Text(svg, Left - 8, Top - 10, "GFLOP/s", "");
    }

    private static void DrawRoof(StringBuilder svg, Scale scale, Roof roof, bool isFirst)
    {
        string threads = roof.Threads == 1 ? "1 thread" : $"{roof.Threads} threads";
        double ridge = roof.Peak32 / roof.Memory;
        Path(svg, scale, "roof", (LeastIntensity, LeastIntensity * roof.Memory), (ridge, roof.Peak32), (MostIntensity, roof.Peak32));
        Text(svg, Scale.X(24), scale.Y(roof.Peak32 / 1e9) - 6, $"{roof.Peak32 / 1e9:0} GFLOP/s float32, {threads}", "");
        Slope(svg, scale, roof.Memory, isFirst ? 1.5 : 0.75, above: !isFirst, $"memory {roof.Memory / 1e9:0} GB/s, {threads}");
        if (!isFirst) return;
        Path(svg, scale, "side", (roof.Peak64 / roof.Memory, roof.Peak64), (MostIntensity, roof.Peak64));
        Text(svg, Scale.X(5), scale.Y(roof.Peak64 / 1e9) + 14, $"{roof.Peak64 / 1e9:0} GFLOP/s float64, {threads}", "faint");
        double near = Math.Max(roof.Bandwidths[0], roof.Bandwidths[1]);
        Path(svg, scale, "side", (LeastIntensity, LeastIntensity * near), (roof.Peak32 / near, roof.Peak32));
        Slope(svg, scale, near, 0.125, above: true, $"in cache {near / 1e9:0} GB/s, {threads}", "faint");
    }

    // A label along a line of constant bandwidth.
    private static void Slope(StringBuilder svg, Scale scale, double bandwidth, double at, bool above, string text, string style = "")
    {
        (double x, double y) = (Scale.X(at), scale.Y(at * bandwidth / 1e9));
        double angle = Math.Atan2(scale.Y(2 * at * bandwidth / 1e9) - y, Scale.X(2 * at) - x) * 180 / Math.PI;
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text class=\"{style}\" transform=\"translate({x:0.0} {y:0.0}) rotate({angle:0.0})\" dy=\"{(above ? -6 : 14)}\">{WebUtility.HtmlEncode(text)}</text>");
    }

    private static void Dot(StringBuilder svg, Scale scale, Point point, string colour, bool filled)
    {
        string title = string.Create(CultureInfo.InvariantCulture, $"{point.Kernel.Family} {point.Kernel.Name}, {point.Threads} threads: {Speed(point):0.00} GFLOP/s");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<circle cx=\"{Scale.X(point.Kernel.Intensity):0.0}\" cy=\"{scale.Y(Speed(point)):0.0}\" r=\"3.5\" stroke=\"{colour}\" stroke-width=\"1.3\" fill=\"{(filled ? colour : "none")}\"><title>{WebUtility.HtmlEncode(title)}</title></circle>");
    }

    // Labels of one column stand to the right of their dots, or to the left, one under another without overlap.
    private static void Labels(StringBuilder svg, Scale scale, Point[] column)
    {
        bool toTheLeft = IsToTheLeft(column[0].Kernel.Intensity);
        double edge = column.Min(point => Scale.X(point.Kernel.Intensity));
        Point[] sorted = [.. column.OrderByDescending(Speed)];
        double[] ys = Spaced([.. sorted.Select(point => scale.Y(Speed(point)))]);
        for (int i = 0; i < sorted.Length; i++)
        {
            double x = Scale.X(sorted[i].Kernel.Intensity), y = scale.Y(Speed(sorted[i])), side = toTheLeft ? -1 : 1;
            double label = (toTheLeft ? edge : x) + LabelOffset * side;
            Line(svg, x + 4 * side, y, label - 2 * side, ys[i], "leader");
            Text(svg, label, ys[i] + 3.5, sorted[i].Kernel.Name, "", toTheLeft ? "end" : "start");
        }
    }

    /// <summary>Places from top to bottom, at least a gap apart, and as a whole where they were on average.</summary>
    internal static double[] Spaced(double[] wanted)
    {
        double[] placed = [.. wanted];
        for (int i = 1; i < placed.Length; i++) placed[i] = Math.Max(placed[i], placed[i - 1] + Gap);
        for (int i = placed.Length - 1; i >= 0; i--)
        {
            // A run of neighbours that touch moves up by its mean displacement.
            int first = i;
            while (first > 0 && placed[first] - placed[first - 1] <= Gap + 1e-9) first--;
            double shift = Enumerable.Range(first, i - first + 1).Average(place => placed[place] - wanted[place]);
            if (first > 0) shift = Math.Min(shift, placed[first] - placed[first - 1] - Gap);
            for (int place = first; place <= i; place++) placed[place] -= shift;
            i = first;
        }
        return placed;
    }

    private static void Legend(StringBuilder svg, string[] families, IReadOnlyList<Roof> roofs)
    {
        double x = Left;
        for (int i = 0; i < families.Length; i++)
        {
            svg.AppendLine(CultureInfo.InvariantCulture, $"<circle cx=\"{x + 4:0.0}\" cy=\"{Height - 16}\" r=\"4\" fill=\"{s_colours[i % s_colours.Length]}\"/>");
            Text(svg, x + 12, Height - 12, families[i], "");
            x += 30 + 6.5 * families[i].Length;
        }
        string hollow = roofs.Count > 1 ? $"; hollow: {string.Join(", ", roofs.Skip(1).Select(roof => roof.Threads))} threads" : "";
        Text(svg, Right, Height - 12, $"filled and named: {roofs[0].Threads} thread{hollow}", "faint", "end");
    }

    private static void Path(StringBuilder svg, Scale scale, string style, params (double Intensity, double Speed)[] corners) =>
        svg.AppendLine(CultureInfo.InvariantCulture, $"<polyline class=\"{style}\" points=\"{string.Join(' ', corners.Select(corner => string.Create(CultureInfo.InvariantCulture, $"{Scale.X(corner.Intensity):0.0},{scale.Y(corner.Speed / 1e9):0.0}")))}\"/>");

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string style) =>
        svg.AppendLine(CultureInfo.InvariantCulture, $"<line class=\"{style}\" x1=\"{x1:0.0}\" y1=\"{y1:0.0}\" x2=\"{x2:0.0}\" y2=\"{y2:0.0}\"/>");

    private static void Text(StringBuilder svg, double x, double y, string text, string style, string anchor = "start") =>
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");

    private readonly record struct Scale(double Least, double Most)
    {
        public static double X(double intensity) => Left + (Right - Left) * Math.Log(intensity / LeastIntensity) / Math.Log(MostIntensity / LeastIntensity);

        public double Y(double speed) => Bottom - (Bottom - Top) * Math.Log(speed / Least) / Math.Log(Most / Least);
    }
}
