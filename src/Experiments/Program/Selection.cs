using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>Which puzzles the command line names.</summary>
internal static class Selection
{
    /// <summary>The puzzles by ids, by group or all, each once, in the order of <paramref name="known"/>.</summary>
    /// <exception cref="UsageException">Nothing is named, or something unknown.</exception>
    public static IReadOnlyList<Puzzle> Of(IReadOnlyList<Puzzle> known, IReadOnlyList<string> ids, string? group, bool all)
    {
        if (ids.Count == 0 && group is null && !all)
            throw new UsageException("nothing to run: name puzzles (see 'deeppuzzles list'), or give --group NAME or --all");
        if (all && (ids.Count > 0 || group is not null))
            throw new UsageException("--all runs every puzzle: leave out ids and --group");
        foreach (string id in ids) _ = One(known, id);
        string[] groups = [.. known.Select(puzzle => puzzle.Group).Distinct().Order(StringComparer.Ordinal)];
        if (group is not null && !groups.Contains(group))
            throw new UsageException($"unknown group '{group}'{NearNames.Ask(group, groups)}known are {string.Join(", ", groups)}");
        return [.. known.Where(puzzle => all || ids.Contains(puzzle.Id) || puzzle.Group == group)];
    }

    /// <exception cref="UsageException">No puzzle has that id.</exception>
    public static Puzzle One(IReadOnlyList<Puzzle> known, string id) =>
        known.FirstOrDefault(puzzle => puzzle.Id == id)
        ?? throw new UsageException($"unknown puzzle '{id}'{NearNames.Ask(id, known.Select(puzzle => puzzle.Id))}'deeppuzzles list' shows all");
}
