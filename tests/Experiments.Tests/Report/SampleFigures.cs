using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Tests.Report;

/// <summary>One figure of every kind, made of the numbers and the label that a test gives it.</summary>
internal static class SampleFigures
{
    /// <summary>Breaks XML, HTML, CSS and attributes where it is not escaped; holds a control character and half a surrogate pair.</summary>
    public const string Hostile = "]]>\"'</text><script>alert(1)</script>&amp;<!-- url(x) \u0001 \ud800 𝛼 a-label-of-many-letters-without-a-single-blank-that-fits-nowhere";

    public static readonly double[] Plain = [0.1, 0.4, 0.2, 0.9, 0.7, 0.3, 0.5, 0.8, 0.6];
    public static readonly double[] Odd = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, -0.0, 1, 2];

    public static IReadOnlyList<Figure> All(double[] v, string label)
    {
        double[] index = [.. v.Select((_, i) => (double)i)], low = [.. v.Select(x => x - 0.1)], high = [.. v.Select(x => x + 0.1)];
        var linear = new Axis(label) { Unit = label };
        var log = linear with { Log = true };
        Series[] series = [new(label, index, v) { Low = low, High = high }, new(label, v, index), new("short", v, [1])];
        ReferencePoints[] references = [new(label, index, v)];
        ReferenceLine[] lines = [ReferenceLine.Horizontal(label, 0.5), ReferenceLine.Vertical(label, v.FirstOrDefault())];
        string[] names = [.. v.Select(_ => label)];
        double[] pixels = [.. Enumerable.Range(0, 12).Select(i => v.Length == 0 ? 0 : v[i % v.Length])];
        List<Figure> all =
        [
            new LineChart("line", label, label, linear, linear, series) { References = references, Lines = lines },
            new LineChart("line-log", label, label, log, log, series) { References = references, Lines = lines },
            new LineChart("line-fixed", label, label, linear with { Min = 0, Max = 0.5 }, linear with { Min = 0.2 }, series),
            new ScatterChart("scatter", label, label, linear, log, series) { References = references, Lines = lines },
            new BarChart("bars", label, label, linear, names, linear, [new BarSeries(label, v) { Low = low, High = high }, new BarSeries(label, [])]) { Lines = lines },
            new BarChart("bars-log", label, label, linear, names, log, [new BarSeries(label, v)]),
            new Histogram("histogram", label, label, linear, [new HistogramSeries(label, v), new HistogramSeries(label, [])]) { Lines = lines },
            new HeatMap("heat", label, label, names, names, [.. v, .. v]) { CellText = names, ValueTitle = label, RowTitle = label, ColumnTitle = label },
            new HeatMap("heat-diverging", label, label, [label], names, v) { Map = ColourMap.Diverging },
            new HeatMap("heat-categories", label, label, [label], names, v) { Categories = [label, "b", "c"] },
            new ImageGrid("images", label, label, [new ImageTile(pixels, 4, 3, label), null, new ImageTile(pixels, 3, 4) { Map = ColourMap.Diverging, Min = -1 }], 2)
                { RowHeads = [label], ColumnHeads = [label, label], ValueTitle = label },
        ];
        all.Add(new Panels("panels", label, label, [.. all], 2));
        return all;
    }
}
