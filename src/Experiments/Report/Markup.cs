using System.Text;

namespace DeepPuzzles.Experiments.Reporting;

/// <summary>Text made safe inside XML and HTML, as content or as a quoted attribute.</summary>
internal static class Markup
{
    private const char Replacement = '\uFFFD';

    /// <summary>Escapes the five special characters; what XML 1.0 cannot hold at all (controls, lone surrogates) becomes U+FFFD.</summary>
    public static string Escape(string text)
    {
        var result = new StringBuilder(text.Length + 8);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) result.Append(c).Append(text[++i]);
            else if (char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF' || (c < ' ' && c is not ('\t' or '\n' or '\r'))) result.Append(Replacement);
            else
                result.Append(c switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", '"' => "&quot;", '\'' => "&#39;", _ => c.ToString() });
        }
        return result.ToString();
    }
}
