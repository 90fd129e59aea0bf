namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A claim after the run: what was declared, what was measured, and the verdict. Not-finite numbers mean "unknown".</summary>
public sealed record Claim
{
    public required string Id { get; init; }

    /// <summary>The essay's sentence, see <see cref="ClaimSpec.Essay"/>.</summary>
    public required string Quote { get; init; }

    public required string Reference { get; init; }

    public required string Metric { get; init; }

    public required string Unit { get; init; }

    public required Bar Bar { get; init; }

    public ClaimKind Kind => Bar.Kind;

    public required double? NoEffect { get; init; }

    /// <summary>The name of the interval's and the p's method.</summary>
    public required string Test { get; init; }

    /// <summary>The p of "no effect" (of "not equivalent" for an equivalence); null where the test gives none.</summary>
    public required double? P { get; init; }

    public required PaperValue? Paper { get; init; }

    public required double Value { get; init; }

    public required Interval Ci { get; init; }

    /// <summary>What the interval stands on: seeds, or the trials of a pooled estimate.</summary>
    public required int N { get; init; }

    public required IReadOnlyList<double> PerSeed { get; init; }

    /// <summary>About how many more seeds would settle an inconclusive claim; null where nothing is to be settled or it cannot be told.</summary>
    public required int? SeedsNeeded { get; init; }

    public required IReadOnlyList<ControlResult> Controls { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>One line for a person: why the verdict is what it is.</summary>
    public required string Note { get; init; }
}

/// <summary>Where a control's interval lies: inside its bound, across an end of it, or wholly outside.</summary>
public enum ControlOutcome
{
    Kept,
    Straddles,
    Failed,
}

/// <summary>A control after the run.</summary>
public sealed record ControlResult(string What, Bar Bound, double Value, Interval Ci, ControlOutcome Outcome, int? SeedsNeeded)
{
    public bool Passed => Outcome == ControlOutcome.Kept;

    /// <summary>A failed seed lies outside every bound.</summary>
    public static ControlResult Of(ControlSpec spec, Measured measured)
    {
        Estimate estimate = measured.Under(spec.Bound, noEffect: null);
        ControlOutcome outcome = measured.SeedFailed || estimate.Ci.IsOutside(spec.Bound.Region) ? ControlOutcome.Failed
            : estimate.Ci.IsInside(spec.Bound.Region) ? ControlOutcome.Kept
            : ControlOutcome.Straddles;
        int? needed = outcome == ControlOutcome.Straddles ? VerdictRules.MoreSeeds(spec.Bound, measured, estimate) : null;
        return new(spec.What, spec.Bound, estimate.Value, estimate.Ci, outcome, needed);
    }
}
