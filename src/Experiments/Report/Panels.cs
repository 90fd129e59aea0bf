namespace DeepPuzzles.Experiments.Reporting;

/// <summary>Figures side by side as panels of one, in rows of <c>Columns</c>; their titles stay, their captions do not.</summary>
public sealed record Panels(string Name, string Title, string Caption, IReadOnlyList<Figure> Parts, int Columns) : Figure(Name, Title, Caption)
{
    private const double PanelWidth = 390, Gap = 36;

    private int Across => Math.Clamp(Columns, 1, Math.Max(1, Parts.Count));

    internal override double PreferredWidth => Across == 1 ? SingleWidth : Across * PanelWidth + (Across - 1) * Gap;

    internal override Drawing Draw(double width)
    {
        var canvas = new Canvas();
        double part = (width - (Across - 1) * Gap) / Across, y = 0;
        foreach (var row in Parts.Select(p => p.DrawTitled(part, "head")).Chunk(Across))
        {
            y += y > 0 ? Gap * 0.75 : 6;
            for (int c = 0; c < row.Length; c++) canvas.Place(row[c], c * (part + Gap), y);
            y += row.Max(d => d.Height);
        }
        return canvas.Finish(width, Math.Max(1, y));
    }
}
