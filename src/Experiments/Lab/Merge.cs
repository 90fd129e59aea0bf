using System.Globalization;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Concludes anew from the finished seeds in one or several folders: the shards of a run, or one folder's own.</summary>
public sealed class Merge(IReadOnlyList<ResultFolder> folders, IReadOnlyList<Puzzle> known)
{
    /// <summary>The ids of all puzzles in the folders, in the order of the known ones.</summary>
    /// <exception cref="ResultException">A folder is not there or may not be opened.</exception>
    public IReadOnlyList<string> Puzzles() =>
        [.. ReportFolder.InOrder(folders.SelectMany(folder => folder.Puzzles()).Distinct().Order(StringComparer.Ordinal), known)];

    /// <summary>The puzzle's result from all finished seeds, and these. Without finished seeds, or when the program does not know the
    /// puzzle, the first result as it is. Null when there is neither.</summary>
    /// <exception cref="ResultException">A file is broken, or the seeds are not of one run.</exception>
    public (RunResult Result, IReadOnlyList<UnitResult> Units)? Of(string id)
    {
        UnitResult[] units = Units(id);
        Puzzle? puzzle = known.FirstOrDefault(puzzle => puzzle.Id == id);
        if (units.Length == 0 || puzzle is null)
            return folders.Select(folder => folder.ResultOf(id)).OfType<RunResult>().FirstOrDefault() is { } asItIs ? (asItIs, units) : null;
        object settings = units[0].Run.SettingsOf(puzzle);
        return (Conclusion.Of(puzzle, settings, units, units.Max(unit => unit.Threads)), units);
    }

    private UnitResult[] Units(string id)
    {
        var bySeed = new SortedDictionary<long, (UnitResult Unit, string Folder)>();
        foreach (ResultFolder folder in folders)
        {
            foreach (UnitResult unit in folder.Units(id))
            {
                if (bySeed.Count > 0 && bySeed.Values.First() is var (first, other) && (first.Run.DifferenceTo(unit.Run) ?? OtherCode(first, unit)) is { } difference)
                    throw new ResultException($"{id} in {other} and in {folder.Name}: these seeds are not of one run ({difference}); finish one with --resume, or merge only the shards of one run");
                if (!bySeed.TryAdd(unit.Seed, (unit, folder.Name)) && !bySeed[unit.Seed].Unit.Agrees(unit))
                    throw new ResultException(string.Create(CultureInfo.InvariantCulture,
                        $"{id}: seed {unit.Seed} has other numbers in {folder.Name} than in {bySeed[unit.Seed].Folder}, though the settings are the same; run it again in both"));
            }
        }
        return [.. bySeed.Values.Select(pair => pair.Unit)];
    }

    // Equal commits are equal code, whichever machine built it. Where no commit is known, only the same build is.
    private static string? OtherCode(UnitResult one, UnitResult other) =>
        one.Run.Commit.Length == 0 && one.Build != other.Build ? "builds of other code, neither of a known commit" : null;
}
