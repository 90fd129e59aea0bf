namespace DeepPuzzles.Experiments.Reporting;

/// <summary>
/// A matrix in colours, row-major: <c>Values[r * Columns.Count + c]</c>. Missing values are empty cells. With <c>Categories</c> a value is
/// the index of its category, and a legend replaces the colour bar.
/// </summary>
public sealed record HeatMap(string Name, string Title, string Caption, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, double[] Values)
    : Figure(Name, Title, Caption)
{
    private const double TallestCell = 40, LowestCell = 15, WidestRowLabel = 130, NarrowCell = 10;     // dashes of many narrow cells run together

    public ColourMap Map { get; init; } = ColourMap.Sequential;
    public double? Min { get; init; }
    public double? Max { get; init; }

    /// <summary>What the colours measure, with its unit.</summary>
    public string ValueTitle { get; init; } = "";
    public string RowTitle { get; init; } = "";
    public string ColumnTitle { get; init; } = "";

    /// <summary>One text for each cell; drawn where it fits, shown on hovering everywhere.</summary>
    public IReadOnlyList<string> CellText { get; init; } = [];
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>What an empty cell says when one points at it.</summary>
    public string Empty { get; init; } = "no value";

    internal override Drawing Draw(double width)
    {
        var canvas = new Canvas();
        double top = canvas.Lines(TextFit.Wrap(RowTitle, width, TextFit.LabelSize, 2), 0, 0, TextFit.LabelSize, "soft");
        if (top > 0) top += 8;
        double left = 8 + Math.Min(WidestRowLabel, Rows.Select(r => TextFit.Width(r, TextFit.TickSize)).DefaultIfEmpty(0).Max());
        double cellWidth = Math.Min(90, (width - left) / Math.Max(1, Columns.Count)), cellHeight = Math.Clamp(cellWidth, LowestCell, TallestCell);
        var (low, high) = Colours.Range(Map, Values.Take(Rows.Count * Columns.Count), Min, Max);
        for (int r = 0; r < Rows.Count; r++)
        {
            double y = top + r * cellHeight;
            canvas.Text(left - 8, y + cellHeight / 2 + 4.2, TextFit.Shorten(Rows[r], WidestRowLabel, TextFit.TickSize), "tick end", Rows[r]);
            for (int c = 0; c < Columns.Count; c++) Cell(canvas, r, c, left + c * cellWidth, y, cellWidth, cellHeight, low, high);
        }
        double right = left + Columns.Count * cellWidth, bottom = top + Rows.Count * cellHeight + 6;
        bottom += SlotLabels.Draw(canvas, Columns, left, right - left, bottom) + 4;
        if (ColumnTitle.Length > 0)
        {
            canvas.Text((left + right) / 2, bottom + 14, TextFit.Shorten(ColumnTitle, right - left, TextFit.LabelSize), "soft mid", ColumnTitle);
            bottom += 20;
        }
        bottom += 10;
        bottom += Categories.Count == 0
            ? ColourBar.Draw(canvas, Map, low, high, ValueTitle, left - 12, bottom, width - left)
            : Legend.Draw(canvas, [.. Categories.Select((name, i) => new LegendEntry(Key.Block, i, name))], bottom, width);
        return canvas.Finish(width, bottom);
    }

    private void Cell(Canvas canvas, int r, int c, double x, double y, double width, double height, double low, double high)
    {
        int at = r * Columns.Count + c;
        double value = at < Values.Length ? Values[at] : double.NaN;
        string text = at < CellText.Count ? CellText[at] : "";
        bool shown = Ticks.CanShow(value) && (Categories.Count == 0 || Category(value) is >= 0);
        string meaning = !shown ? Empty : Categories.Count > 0 ? Categories[Category(value)] : ReportNumber.Text(value);
        string title = $"{Rows[r]}, {Columns[c]}: {meaning}{(text.Length > 0 ? " · " + text : "")}";
        string css = "onlight";
        if (!shown)
        {
            canvas.Rect(x + 1, y + 1, width - 2, height - 2, width < NarrowCell ? "grid" : "none", title: title);
            css = "soft";
        }
        else if (Categories.Count > 0) canvas.Rect(x + 0.5, y + 0.5, width - 1, height - 1, FigureStyle.Fill(Category(value)), title: title);
        else
        {
            var colour = Colours.At(Map, (value - low) / (high - low));
            canvas.Rect(x + 0.5, y + 0.5, width - 1, height - 1, "", colour.Hex, title);
            css = colour.IsLight ? "onlight" : "ondark";
        }
        if (TextFit.Width(text, TextFit.TickSize) <= width - 2) canvas.Text(x + width / 2, y + height / 2 + 4.2, text, "cell " + css);
    }

    private int Category(double value) => value == Math.Floor(value) && value >= 0 && value < Categories.Count ? (int)value : -1;
}
