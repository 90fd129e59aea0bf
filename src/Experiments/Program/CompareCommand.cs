using System.Globalization;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary><c>deeppuzzles compare DIR DIR</c>: two folders of results, claim by claim.</summary>
internal static class CompareCommand
{
    public static int Execute(string first, string second, Surroundings surroundings, Screen screen)
    {
        Dictionary<string, RunResult> a = ById(first, surroundings), b = ById(second, surroundings);
        (int same, int changed) = (0, 0);
        foreach (string id in ReportFolder.InOrder(a.Keys.Union(b.Keys).Order(StringComparer.Ordinal), surroundings.Puzzles))
        {
            if (!a.TryGetValue(id, out RunResult? one) || !b.TryGetValue(id, out RunResult? two))
            {
                screen.Line($"{id}: only in {(a.ContainsKey(id) ? first : second)}");
                continue;
            }
            screen.Line(id);
            if (one.Run.DifferenceTo(two.Run) is { } difference) screen.Wrapped("  not the same run: ", difference, "    ");
            if (!one.Seeds.SequenceEqual(two.Seeds)) screen.Line($"  other seeds: {SeedList.Text(one.Seeds)}, {SeedList.Text(two.Seeds)}");
            foreach (string claim in one.Claims.Concat(two.Claims).Select(c => c.Id).Distinct())
            {
                if (Tell(claim, one, two, screen)) same++;
                else changed++;
            }
        }
        screen.Line();
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"verdicts: {same} the same, {changed} not"));
        return ExitCode.Done;
    }

    /// <summary>One claim; whether the verdict is the same.</summary>
    private static bool Tell(string id, RunResult one, RunResult two, Screen screen)
    {
        Claim? a = one.Claims.FirstOrDefault(claim => claim.Id == id), b = two.Claims.FirstOrDefault(claim => claim.Id == id);
        screen.Line($"  {id}");
        foreach (Claim? claim in new[] { a, b })
        {
            if (claim is null) screen.Line("    no such claim");
            else screen.Line($"    {claim.Verdict,-14} {ClaimText.Number(claim.Value)} {ClaimText.Interval(claim.Ci)}, n {claim.N}");
        }
        if (a is null || b is null) return false;
        string numbers = a.PerSeed.SequenceEqual(b.PerSeed) && a.Value.Equals(b.Value) && a.Ci.Equals(b.Ci) ? "the same numbers"
            : a.Ci.IsOutside(b.Ci) ? "the intervals are apart" : "the intervals overlap";
        screen.Line($"    {(a.Verdict == b.Verdict ? "the same verdict" : "ANOTHER VERDICT")}, {numbers}");
        return a.Verdict == b.Verdict;
    }

    private static Dictionary<string, RunResult> ById(string folder, Surroundings surroundings) =>
        VerdictCommand.Results(folder, surroundings.Puzzles).ToDictionary(result => result.Run.Experiment, StringComparer.Ordinal);
}
