using System.Globalization;
using System.Text;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary><c>deeppuzzles verdict DIR…</c>: the table of claims of finished runs.</summary>
internal static class VerdictCommand
{
    public static int Execute(IReadOnlyList<string> folders, bool json, string? against, Surroundings surroundings, Screen screen)
    {
        IReadOnlyList<RunResult> results = [.. folders.SelectMany(folder => Results(folder, surroundings.Puzzles))];
        if (json) surroundings.Output.Write(Encoding.UTF8.GetString(JsonText.Write(writer => CommittedVerdicts.Write(writer, results))));
        else Table(results, screen);
        IReadOnlyList<string> drift = against is null ? [] : CommittedVerdicts.Drift(against, results);
        foreach (string line in drift) surroundings.Error.WriteLine($"no longer holds: {line}");
        return drift.Count > 0 || results.Any(result => result.ControlFailed) ? ExitCode.ControlFailed : ExitCode.Done;
    }

    /// <summary>The results in a folder, in the order of the puzzles.</summary>
    /// <exception cref="ResultException">There are none, or one is broken.</exception>
    public static IReadOnlyList<RunResult> Results(string name, IReadOnlyList<Puzzle> known)
    {
        var folder = new ResultFolder(name);
        RunResult[] results = [.. ReportFolder.InOrder(folder.Puzzles(), known).Select(folder.ResultOf).OfType<RunResult>()];
        return results.Length > 0 ? results
            : throw new ResultException($"there are no results in {name}; give the folder that 'deeppuzzles run --out' wrote");
    }

    private static void Table(IReadOnlyList<RunResult> results, Screen screen)
    {
        foreach (RunResult result in results)
        {
            screen.Line($"{result.Run.Experiment}{(result.Run.IsPlacebo ? "  PLACEBO" : "")}  {result.Run.Mode}, seeds {SeedList.Text(result.Seeds)}");
            foreach (Claim claim in result.Claims)
            {
                screen.Line(claim.Verdict, claim.Id);
                string controls = claim.Controls.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
                    $"; controls {claim.Controls.Count(control => control.Passed)} of {claim.Controls.Count} passed");
                string bar = claim.Kind == ClaimKind.Illustration ? "" : $"; bar {claim.Bar}";
                screen.Wrapped(new string(' ', 17), $"{ClaimText.Number(claim.Value)} {ClaimText.Interval(claim.Ci)}, n {claim.N}{bar}{controls}", new string(' ', 17));
            }
        }
        screen.Line();
        screen.Line(ClaimText.Count(results.SelectMany(result => result.Claims)));
    }
}
