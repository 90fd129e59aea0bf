namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>What a mistyped name may have meant.</summary>
internal static class NearNames
{
    private const int Most = 3;

    /// <summary>What follows a name that is unknown: "; did you mean a or b? ", or "; " where no known name is near.</summary>
    public static string Ask(string name, IEnumerable<string> known)
    {
        string[] near = [.. known.Select(other => (other, distance: Distance(name, other)))
            .Where(pair => pair.distance <= Math.Max(2, name.Length / 3))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.other, StringComparer.Ordinal).Take(Most).Select(pair => pair.other)];
        return near.Length == 0 ? "; " : $"; did you mean {string.Join(" or ", near)}? ";
    }

    /// <summary>0 or 1 where one name is a part of the other, else the number of letters to insert, delete or replace (Levenshtein 1966).</summary>
    public static int Distance(string a, string b)
    {
        if (a.Length >= 3 && (b.Contains(a, StringComparison.OrdinalIgnoreCase) || a.Contains(b, StringComparison.OrdinalIgnoreCase)))
            return a.Equals(b, StringComparison.OrdinalIgnoreCase) ? 0 : 1;
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
