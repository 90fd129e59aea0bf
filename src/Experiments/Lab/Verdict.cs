namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>What a run says about a claim; <see cref="VerdictRules"/> decides.</summary>
public enum Verdict
{
    ControlFailed,
    Inconclusive,
    Reproduced,
    Partial,
    NotReproduced,
    Demonstrated,
}

/// <summary>How a claim's bar is meant; <see cref="Bar"/> makes one of each kind.</summary>
public enum ClaimKind
{
    LowerBound,
    UpperBound,
    Interval,
    Equivalence,
    Order,
    Monotone,
    Every,
    Illustration,
}
