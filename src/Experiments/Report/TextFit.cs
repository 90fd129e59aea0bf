using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>
/// Fits labels into a given width without a font at hand: widths are estimated from above (those of a wide sans-serif,
/// DejaVu Sans), so that a narrower system font leaves air and never an overlap.
/// </summary>
internal static class TextFit
{
    public const double TitleSize = 15, LabelSize = 13, TickSize = 12, LineHeight = 1.25;

    private const string Ellipsis = "…";

    /// <summary>A label broken into lines; <c>Cut</c> tells whether some of it had to go.</summary>
    public readonly record struct Wrapped(string Full, IReadOnlyList<string> Lines, bool Cut);

    public static double Width(string text, double size)
    {
        double em = 0;
        foreach (var rune in text.EnumerateRunes()) em += Em(rune.Value);
        return em * size;
    }

    /// <summary>Breaks at blanks (inside a word only where it is longer than a line) and ends with … where the lines do not suffice.</summary>
    public static Wrapped Wrap(string text, double width, double size, int maxLines)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in text.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length == 0 || Width(longer, size) <= width) line = longer;
            else
            {
                lines.Add(line);
                line = word;
            }
        }
        if (line.Length > 0) lines.Add(line);

        bool cut = lines.Count > maxLines;
        if (cut)
        {
            lines[maxLines - 1] += " " + lines[maxLines];
            lines.RemoveRange(maxLines, lines.Count - maxLines);
            lines[^1] = Shorten(lines[^1], width, size, always: true);
        }
        for (int i = 0; i < lines.Count; i++)
        {
            string shorter = Shorten(lines[i], width, size);
            cut |= shorter != lines[i];
            lines[i] = shorter;
        }
        return new Wrapped(text, lines, cut);
    }

    public static string Shorten(string text, double width, double size) => Shorten(text, width, size, always: false);

    private static string Shorten(string text, double width, double size, bool always)
    {
        if (!always && Width(text, size) <= width) return text;
        double room = width - Width(Ellipsis, size);
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            room -= Em(rune.Value) * size;
            if (room < 0) break;
            kept.Append(rune);
        }
        return kept.ToString().TrimEnd() + Ellipsis;
    }

    private static double Em(int rune) => rune switch
    {
        'i' or 'j' or 'l' or '\'' or '|' or '.' or ',' or ':' or ';' or ' ' or '!' => 0.34,
        'f' or 'r' or 't' or '(' or ')' or '[' or ']' or '-' or '/' or 'I' or 'J' => 0.42,
        'm' or 'w' or 'M' or 'W' or '%' or '@' or '…' or '—' => 0.99,
        >= 'A' and <= 'Z' => 0.74,
        >= '0' and <= '9' => 0.64,
        < 0x1100 => rune is '+' or '=' or '<' or '>' or '−' ? 0.84 : 0.62,
        < 0x2000 => 0.7,
        < 0x2E80 => 0.84,
        _ => 1.05,
    };
}
