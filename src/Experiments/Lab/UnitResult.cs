namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A finished unit of work: what one seed of one puzzle measured, and under which circumstances.</summary>
public sealed record UnitResult(Fingerprint Run, long Seed, Measurements Found)
{
    /// <summary>The <see cref="ProgramBuild.Identity"/> of the program that measured.</summary>
    public required string Build { get; init; }

    public required DateTime StartedUtc { get; init; }

    public required double Seconds { get; init; }

    /// <summary>How many units were computed at a time.</summary>
    public required int Threads { get; init; }

    /// <summary>True when the other unit measured the same bits.</summary>
    public bool Agrees(UnitResult other) =>
        Found.Series.Count == other.Found.Series.Count && Found.Series.All(mine =>
            other.Found.Series.TryGetValue(mine.Key, out double[]? theirs)
            && mine.Value.AsSpan().SequenceEqual(theirs));   // double.Equals: NaN equals NaN
}
