using System.Text;

namespace DeepPuzzles.Bench.Measure;

/// <summary>Rows under headings, for a terminal or for Markdown. Columns of numbers are named with a leading '>' and stand to the right.</summary>
internal sealed class Table(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    public int Rows => _rows.Count;

    public void Add(params string[] cells)
    {
        if (cells.Length != headings.Length) throw new ArgumentException($"{cells.Length} cells under {headings.Length} headings", nameof(cells));
        _rows.Add(cells);
    }

    public string ToText()
    {
        int[] widths = [.. Enumerable.Range(0, headings.Length).Select(column => _rows.Append(Headings()).Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in _rows.Prepend(Headings()))
            text.AppendLine(string.Join("  ", row.Select((cell, column) => IsNumber(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        return text.ToString();
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(Headings());
        Line([.. headings.Select((_, column) => IsNumber(column) ? "---:" : "---")]);
        foreach (string[] row in _rows) Line(row);
        return text.ToString();

        void Line(string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }

    private string[] Headings() => [.. headings.Select(heading => heading.TrimStart('>'))];

    private bool IsNumber(int column) => headings[column].StartsWith('>');
}
