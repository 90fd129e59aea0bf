namespace DeepPuzzles.Experiments.Reporting;

/// <summary>Series over a numeric x axis, with single points and straight lines to hold them against.</summary>
public abstract record XyChart(string Name, string Title, string Caption, Axis X, Axis Y, IReadOnlyList<Series> Series) : Figure(Name, Title, Caption)
{
    public IReadOnlyList<ReferencePoints> References { get; init; } = [];
    public IReadOnlyList<ReferenceLine> Lines { get; init; } = [];

    /// <summary>Axes that show everything: series with their intervals, points and lines.</summary>
    private protected (Scale X, Scale Y) Fit() => (
        Scale.Fit(X, [.. Series.SelectMany(s => s.X.Take(s.Count)), .. References.SelectMany(r => r.X), .. Lines.Where(l => l.IsVertical).Select(l => l.At)]),
        Scale.Fit(Y, [.. Series.SelectMany(s => s.Extent), .. References.SelectMany(r => r.Y), .. Lines.Where(l => !l.IsVertical).Select(l => l.At)]));
}
