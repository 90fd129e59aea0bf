using System.Text.RegularExpressions;

namespace DeepPuzzles.Tensors.Tests.IO;

/// <summary>The lines that the sources can refuse a file with, as patterns: what stands in braces there may be anything.</summary>
internal static class Refusals
{
    private static readonly string[] s_calls = ["Wrong(", "Expect(", "DataFormatException("];

    /// <summary>Of the texts that are the last argument of a call that refuses.</summary>
    internal static IReadOnlyList<Regex> In(params IEnumerable<string> files)
    {
        var patterns = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            string source = File.ReadAllText(Path.Combine(Folders.Sources, file));
            foreach (string call in s_calls)
                for (int at = source.IndexOf(call, StringComparison.Ordinal); at >= 0; at = source.IndexOf(call, at + 1, StringComparison.Ordinal))
                    if (LastText(source, at + call.Length) is { } pattern) patterns.Add(pattern);
        }
        return [.. patterns.Select(pattern => new Regex($"^{pattern}$", RegexOptions.CultureInvariant | RegexOptions.Singleline))];
    }

    // Walks to the bracket that closes the call.
    private static string? LastText(string source, int at)
    {
        string? last = null;
        for (int depth = 1; depth > 0; at++)
        {
            if (source[at] == '"') last = Pattern(source, ref at, source[at - 1] == '$');
            else if (source[at] == '\'') at = source.IndexOf('\'', at + (source[at + 1] == '\\' ? 3 : 2));
            else if (source[at] == '(') depth++;
            else if (source[at] == ')') depth--;
        }
        return last;
    }

    // From the quote that opens a text to the one that closes it.
    private static string Pattern(string source, ref int at, bool hasHoles)
    {
        var pattern = new System.Text.StringBuilder();
        for (at++; source[at] != '"'; at++)
        {
            if (source[at] == '\\') at++;
            if (!hasHoles || source[at] != '{')
            {
                pattern.Append(Regex.Escape(source[at].ToString()));
                continue;
            }
            pattern.Append(".*");
            for (int depth = 0; ; at++)
            {
                if (source[at] == '{') depth++;
                if (source[at] == '}' && --depth == 0) break;
            }
        }
        return pattern.ToString();
    }
}
