using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary><c>deeppuzzles report DIR…</c>: merges shards, and writes results, figures and report anew.</summary>
internal static class ReportCommand
{
    public static int Execute(IReadOnlyList<string> names, string? output, string? publish, Surroundings surroundings, Screen screen)
    {
        var merge = new Merge([.. names.Select(name => new ResultFolder(name))], surroundings.Puzzles);
        var merged = new List<(RunResult Result, IReadOnlyList<UnitResult> Units)>();
        foreach (string id in merge.Puzzles())   // everything is read before anything is written
        {
            surroundings.Stop.ThrowIfCancellationRequested();
            if (merge.Of(id) is { } found) merged.Add(found);
            else screen.Line($"{id}: nothing is finished");
        }
        if (merged.Count == 0)
            throw new ResultException($"there are no results in {string.Join(", ", names)}; give folders that 'deeppuzzles run --out' wrote");

        var folder = new ResultFolder(output ?? names[0]);
        screen.Line($"report: {folder.Index}");
        foreach ((RunResult result, IReadOnlyList<UnitResult> units) in merged)
        {
            foreach (UnitResult unit in units) folder.Write(unit);   // so that the folder can be merged and resumed again
            folder.Write(result);
            screen.Tell(result);
        }
        ReportFolder.Rewrite(folder, surroundings.Puzzles);
        if (publish is not null) new Publication(publish, surroundings.Puzzles).Write([.. merged.Select(found => found.Result)]);
        screen.Line();
        screen.Line(ClaimText.Count(merged.SelectMany(found => found.Result.Claims)));
        screen.Line($"report: {folder.Index}");
        return merged.Any(found => found.Result.ControlFailed) ? ExitCode.ControlFailed : ExitCode.Done;
    }
}
