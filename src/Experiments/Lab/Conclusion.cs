using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>From finished units to a puzzle's result: the only way to one, whether the units were computed just now, before an interruption,
/// or by several shards.</summary>
public static class Conclusion
{
    /// <param name="puzzle">Whose units they are.</param>
    /// <param name="settings">Those of the fingerprint.</param>
    /// <param name="units">At least one, of equal fingerprints; the order does not matter.</param>
    /// <param name="threads">How many units were computed at a time.</param>
    public static RunResult Of(Puzzle puzzle, object settings, IEnumerable<UnitResult> units, int threads)
    {
        UnitResult[] sorted = [.. units.OrderBy(unit => unit.Seed)];
        Measurements[] found = [.. sorted.Select(unit => UnitFile.AsRead(unit.Found))];
        long[] seeds = [.. sorted.Select(unit => unit.Seed)];
        Findings findings = puzzle.Conclude(new Evidence(seeds, found, sorted[0].Run.Dataset?.Name), settings);
        return new RunResult
        {
            Run = sorted[0].Run,
            Title = puzzle.Title,
            Seeds = seeds,
            Threads = threads,
            StartedUtc = sorted.Min(unit => unit.StartedUtc),
            Seconds = Math.Round(sorted.Sum(unit => unit.Seconds) / Math.Min(threads, sorted.Length), 3),
            Claims = findings.Claims,
            Series = found.SelectMany(m => m.Series.Keys).Distinct(StringComparer.Ordinal).ToDictionary(
                name => name, name => found.Select(m => m.Series.TryGetValue(name, out double[]? values) ? values : []).ToArray(), StringComparer.Ordinal),
            Figures = [.. findings.Figures.Select(figure => new FigureFile($"{figure.Name}.svg", figure.Caption, figure.ToSvg()))],
        };
    }
}
