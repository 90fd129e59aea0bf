namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Every puzzle of this program: each sealed, public subclass of <see cref="Puzzle"/> with a parameterless constructor.</summary>
public static class Puzzles
{
    /// <summary>All, cheapest first.</summary>
    public static IReadOnlyList<Puzzle> All { get; } =
        [.. typeof(Puzzles).Assembly.GetTypes()
            .Where(type => type is { IsSealed: true, IsPublic: true } && type.IsAssignableTo(typeof(Puzzle)))
            .Select(type => (Puzzle)Activator.CreateInstance(type)!)
            .OrderBy(puzzle => puzzle.Cost).ThenBy(puzzle => puzzle.Id, StringComparer.Ordinal)];
}
