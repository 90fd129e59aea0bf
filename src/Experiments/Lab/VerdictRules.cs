using System.Globalization;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A verdict, why, and about how many more seeds would settle it.</summary>
public sealed record Decision(Verdict Verdict, string Note, int? SeedsNeeded = null);

/// <summary>
/// The rules, in their order; the first that applies decides.
/// <code>
/// 1 ControlFailed   a sanity check failed, a control's interval lies wholly outside its bound, or a control's seed failed
///   Demonstrated    (an illustration stops here: nothing else is asked of it)
/// 2 Inconclusive    fewer than 5 seeds, or a control's interval straddles its bound
/// 3 NotReproduced   a seed gave no finite value: it failed, and counts as worse than any bar
/// 4 Reproduced      the whole interval lies in the bar's region
/// 5 Inconclusive    the interval contains an end of the region; says about how many more seeds would settle it
/// 6 Partial         the interval misses the region but excludes "no effect" in the right direction
/// 7 NotReproduced   otherwise
///
/// kind               value and interval               region of the bar         no effect          what differs
/// lower bound        mean, 95 % t                     [bar, ∞)                  ≤ bar
/// upper bound        mean, 95 % t                     (-∞, bar]                 ≥ bar
/// interval           mean, 95 % t                     [low, high]               outside or none    6 also when it overshoots
/// equivalence        mean, 90 % t (TOST)              [centre ± margin]         the centre         6 never: nothing to exclude
/// order              mean of the smallest step, t     [bar, ∞)                  ≤ bar, mostly 0
/// monotone           mean Spearman ρ per seed, t      [bar, ∞)                  ≤ bar, mostly 0
/// every              worst seed, [min, max]           any of the first three    outside or none    5 never: see below
/// </code>
/// The ends belong to the region ("all of them, always" has bar 1 and interval [1, 1]), except where the bar stands at "no effect":
/// an interval that contains "no effect" is never Reproduced. An estimate passed by the puzzle takes the place of mean and t interval.
/// A law of every seed is refuted by one seed, which no number of further seeds can mend; so rule 5 passes it on to 6 and 7.
/// "The right direction" leads from "no effect" to the region. Equal values in all seeds have an interval of no width.
/// </summary>
public static class VerdictRules
{
    /// <summary>With five seeds a one-sided sign test can reach p = 1/32; with fewer none can reach 0.05.</summary>
    public const int LeastSeeds = 5;

    public static Decision Decide(
        ClaimSpec spec, Measured measured, Estimate estimate, IReadOnlyList<ControlResult> controls, IReadOnlyList<SanityCheck> sanity)
    {
        if (sanity.FirstOrDefault(check => !check.Passed) is { } broken)
            return new(Verdict.ControlFailed, $"no claim is made: the sanity check '{broken.What}' failed");
        if (controls.FirstOrDefault(control => control.Outcome == ControlOutcome.Failed) is { } failed)
            return new(Verdict.ControlFailed, $"no claim is made: the control '{failed.What}' {Shows(failed)}");
        if (spec.Bar.Kind == ClaimKind.Illustration)
            return new(Verdict.Demonstrated, "shown as an illustration, without a statistical claim");

        int seeds = measured.PerSeed.Count;
        if (seeds < LeastSeeds)
            return new(Verdict.Inconclusive, $"a verdict takes {LeastSeeds} seeds, there are {seeds}", LeastSeeds - seeds);
        if (controls.Where(control => control.Outcome == ControlOutcome.Straddles).ToArray() is [_, ..] straddling)
        {
            ControlResult slowest = straddling.FirstOrDefault(control => control.SeedsNeeded is null) ?? straddling.MaxBy(control => control.SeedsNeeded)!;
            string others = straddling.Length == 1 ? "" : $", and {straddling.Length - 1} more";
            return new(Verdict.Inconclusive, $"the control '{slowest.What}' is undecided{others}: it {Shows(slowest)}; {Seeds(slowest.SeedsNeeded)}", slowest.SeedsNeeded);
        }
        if (measured.SeedFailed)
            return new(Verdict.NotReproduced, FailedSeeds(measured));
        return ByInterval(spec, measured, estimate);
    }

    /// <summary>Until the interval contains neither end of the bar's region; null where that cannot be told.</summary>
    internal static int? MoreSeeds(Bar bar, Measured measured, Estimate estimate)
    {
        double? student = measured.Estimate is null ? estimate.Confidence : null;
        int? low = SeedsNeeded.ToExclude(bar.Region.Low, estimate.Value, estimate.Ci, measured.PerSeed.Count, student);
        int? high = SeedsNeeded.ToExclude(bar.Region.High, estimate.Value, estimate.Ci, measured.PerSeed.Count, student);
        return bar.Kind == ClaimKind.Every || low is null || high is null || low + high == 0 ? null : Math.Max(low.Value, high.Value);
    }

    private static Decision ByInterval(ClaimSpec spec, Measured measured, Estimate estimate)
    {
        (Bar bar, Interval ci) = (spec.Bar, estimate.Ci);
        bool equivalence = bar.Kind == ClaimKind.Equivalence, every = bar.Kind == ClaimKind.Every;
        bool showsNothing = !equivalence && spec.NoEffect is double none && ci.Contains(none);
        string interval = every
            ? $"the seeds' range {ci}"
            : string.Create(CultureInfo.InvariantCulture, $"the {100 * estimate.Confidence:0} % interval {ci}");

        if (ci.IsInside(bar.Region) && !showsNothing)
            return new(Verdict.Reproduced, $"{interval} meets the bar, {bar}");
        if (!ci.IsOutside(bar.Region) && !every)
        {
            int? needed = MoreSeeds(bar, measured, estimate);
            return new(Verdict.Inconclusive, $"{interval} contains the bar, {bar}; {Seeds(needed)}", needed);
        }
        string miss = every ? $"not every seed meets the bar, {bar}: {interval}" : $"{interval} misses the bar, {bar}";
        if (equivalence || spec.NoEffect is not double noEffect)
            return new(Verdict.NotReproduced, miss);
        bool partial = ExcludesInDirection(ci, noEffect, bar.Region);
        string effect = string.Create(CultureInfo.InvariantCulture, $"{noEffect:G4}, which is no effect, in the claimed direction");
        return partial
            ? new(Verdict.Partial, $"{miss}, but excludes {effect}")
            : new(Verdict.NotReproduced, showsNothing ? $"{interval} contains {noEffect:G4}, which is no effect" : $"{miss}, and does not exclude {effect}");
    }

    private static bool ExcludesInDirection(Interval ci, double noEffect, Interval region) =>
        noEffect <= region.Low ? ci.Low > noEffect : ci.High < noEffect;

    private static string Shows(ControlResult control) => double.IsNaN(control.Value)
        ? "has a seed without a finite value"
        : string.Create(CultureInfo.InvariantCulture, $"came to {control.Value:G4} {control.Ci}, its bound is {control.Bound}");

    private static string Seeds(int? needed) => needed switch
    {
        null => "how many more seeds would settle it cannot be told",
        1 => "about 1 more seed would settle it",
        _ => string.Create(CultureInfo.InvariantCulture, $"about {needed} more seeds would settle it"),
    };

    private static string FailedSeeds(Measured measured)
    {
        int[] failed = [.. Enumerable.Range(0, measured.PerSeed.Count).Where(i => !double.IsFinite(measured.PerSeed[i]))];
        return failed.Length == 0
            ? "the estimate is not a finite number; that counts against the claim"
            : $"{failed.Length} of {measured.PerSeed.Count} seeds (number {string.Join(", ", failed.Select(i => i + 1))}) gave no finite value; a failed seed counts against the claim";
    }
}
