using System.Text;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Names may hold any character; what is printed must keep to its line and its quotes.</summary>
internal static class Characters
{
    /// <summary>As an error line shows it, so that a graph cannot be broken, coloured or turned round either; line breaks and tabs in short.</summary>
    internal static string Visible(string text) =>
        FileAccessErrors.OneLine(text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal));

    /// <summary>Safe inside XML and HTML, as content or as a quoted attribute.</summary>
    internal static string Markup(string text)
    {
        var result = new StringBuilder(text.Length + 8);
        foreach (char c in Visible(text))
        {
            result.Append(c switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", '"' => "&quot;", '\'' => "&#39;", _ => c.ToString() });
        }
        return result.ToString();
    }

    /// <summary>Safe inside the quotes of DOT, where a backslash begins an escape.</summary>
    internal static string Dot(string text) => Visible(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>At most so many columns, the rest an ellipsis; a character of East Asian scripts or beyond the basic plane takes two.</summary>
    internal static string Cut(string text, int columns)
    {
        if (Columns(text) <= columns) return text;
        int used = 1, length = 0;
        while (length < text.Length && (used += Width(text[length])) <= columns) length++;
        if (length > 0 && char.IsHighSurrogate(text[length - 1])) length--;
        return text[..length] + "…";
    }

    internal static int Columns(string text) => text.Sum(Width);

    private static int Width(char c) => char.IsSurrogate(c) ? 1 : c >= '\u1100' && c is not (>= '\u2000' and < '\u2E80') ? 2 : 1;
}
