using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>What <c>--set NAME=VALUE…</c> does: each change goes to every selected puzzle that has the parameter.</summary>
internal static class ParameterChanges
{
    /// <summary>The settings of each puzzle, in order.</summary>
    /// <exception cref="UsageException">A change is malformed, out of range, or no puzzle has the parameter.</exception>
    public static object[] Apply(IReadOnlyList<string> changes, IReadOnlyList<Puzzle> puzzles, bool full)
    {
        object[] settings = [.. puzzles.Select(puzzle => puzzle.Defaults(full))];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string change in changes)
        {
            int equals = change.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new UsageException($"--set {change}: write NAME=VALUE, without spaces; ids of puzzles stand before --set");
            (string name, string value) = (change[..equals], change[(equals + 1)..]);
            if (!seen.Add(name)) throw new UsageException($"--set {change}: {name} is set twice");
            bool found = false;
            for (int i = 0; i < puzzles.Count; i++)
            {
                if (Setting.Of(puzzles[i].SettingsType).FirstOrDefault(setting => setting.Name == name) is not { } setting) continue;
                settings[i] = setting.With(settings[i], value);
                found = true;
            }
            if (!found) throw Unknown(change, name, puzzles);
        }
        return settings;
    }

    private static UsageException Unknown(string change, string name, IReadOnlyList<Puzzle> puzzles)
    {
        string[] known = [.. puzzles.SelectMany(puzzle => Setting.Of(puzzle.SettingsType)).Select(setting => setting.Name).Distinct().Order(StringComparer.Ordinal)];
        string list = known.Length == 0 ? "there are none" : $"known are {string.Join(", ", known)}";
        return new($"--set {change}: no selected puzzle has the parameter '{name}'{NearNames.Ask(name, known)}{list}");
    }
}
