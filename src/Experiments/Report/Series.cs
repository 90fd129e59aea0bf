namespace DeepPuzzles.Experiments.Reporting;

/// <summary>
/// Points of one arm, with an interval [Low, High] at each where given. Where X or Y is not finite the line has a gap.
/// <c>Look</c> (colour, dash and marker, from 0) follows the place in the chart unless set, e.g. to keep an arm's look over several panels.
/// </summary>
public sealed record Series(string Label, double[] X, double[] Y)
{
    public double[]? Low { get; init; }
    public double[]? High { get; init; }
    public int? Look { get; init; }

    /// <summary>In a scatter chart dots and no markers, however few points there are: those of a curve, close to each other.</summary>
    public bool IsCurve { get; init; }

    internal int Count => Math.Min(X.Length, Y.Length);

    internal IEnumerable<double> Extent =>
        Enumerable.Range(0, Count).Where(i => Ticks.CanShow(X[i]) && Ticks.CanShow(Y[i])).SelectMany(i => new[] { Y[i], LowAt(i), HighAt(i) });

    internal double LowAt(int i) => Low != null && i < Low.Length ? Low[i] : double.NaN;

    internal double HighAt(int i) => High != null && i < High.Length ? High[i] : double.NaN;
}

/// <summary>Points to compare with, drawn as hollow marks, e.g. the values that the paper reports.</summary>
public sealed record ReferencePoints(string Label, double[] X, double[] Y);

/// <summary>A straight dashed line across the plot, e.g. chance level or a bar; its label stands in the legend.</summary>
public sealed record ReferenceLine(string Label, double At, bool IsVertical)
{
    public static ReferenceLine Horizontal(string label, double y) => new(label, y, false);

    public static ReferenceLine Vertical(string label, double x) => new(label, x, true);
}
