using System.Globalization;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>Seeds on the command line: <c>7</c>, <c>1000,1003</c>, <c>1000-1005</c>, or several of these with commas between.</summary>
internal static class SeedList
{
    /// <summary>The first seed of a run where none are given.</summary>
    public const long First = 1000;

    /// <summary>More would be a slip of the pen.</summary>
    private const int Most = 100_000;

    /// <exception cref="UsageException">The text is no list of seeds.</exception>
    public static IReadOnlyList<long> Parse(string text)
    {
        var seeds = new SortedSet<long>();
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            long first = Seed(ends[0]), last = ends.Length == 2 ? Seed(ends[1]) : first;
            if (ends.Length > 2) throw Bad(text, $"'{part}' is neither a seed nor a range");
            if (last < first) throw Bad(text, $"the range '{part}' runs backwards");
            if (last - first >= Most || seeds.Count + (last - first) >= Most) throw Bad(text, $"these are more than {Most} seeds");
            for (long seed = first; seed <= last; seed++)
            {
                if (!seeds.Add(seed)) throw Bad(text, $"seed {seed} is there twice");
            }
        }
        return [.. seeds];

        long Seed(string digits) => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long seed) && seed < long.MaxValue
            ? seed : throw Bad(text, digits.Length == 0 ? "a seed is missing" : $"'{digits}' is no seed");
    }

    public static IReadOnlyList<long> Default(int count) => [.. Enumerable.Range(0, count).Select(i => First + i)];

    /// <summary>Written as <see cref="Parse"/> takes it.</summary>
    public static string Text(IReadOnlyList<long> seeds)
    {
        var runs = new List<string>();
        for (int i = 0, j; i < seeds.Count; i = j + 1)
        {
            for (j = i; j + 1 < seeds.Count && seeds[j + 1] == seeds[j] + 1;) j++;
            runs.Add(i == j ? $"{seeds[i]}" : $"{seeds[i]}-{seeds[j]}");
        }
        return string.Join(',', runs);
    }

    private static UsageException Bad(string text, string why) =>
        new($"--seeds {text}: {why}; write whole numbers from 0 up, such as 1000-1005 or 7 or 1000,1003");
}
