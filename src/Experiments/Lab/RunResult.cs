using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A puzzle's result as <c>result.json</c> holds it. Apart from <see cref="StartedUtc"/>, <see cref="Seconds"/> and
/// <see cref="Threads"/> it is the same for the same seeds at any number of threads, resumed or not, merged from shards or not.</summary>
public sealed record RunResult
{
    /// <summary>The version of the file's format.</summary>
    public const int SchemaVersion = 1;

    /// <summary>What was run, with which settings, data and build.</summary>
    public required Fingerprint Run { get; init; }

    public required string Title { get; init; }

    public required IReadOnlyList<long> Seeds { get; init; }

    public required int Threads { get; init; }

    /// <summary>When the first seed was begun.</summary>
    public required DateTime StartedUtc { get; init; }

    /// <summary>The seconds of all seeds, divided by the threads that worked on them: about how long the puzzle takes by itself, however
    /// often it was interrupted.</summary>
    public required double Seconds { get; init; }

    public required IReadOnlyList<Claim> Claims { get; init; }

    /// <summary>All numbers behind the figures: by name, one series per seed.</summary>
    public required IReadOnlyDictionary<string, double[][]> Series { get; init; }

    public required IReadOnlyList<FigureFile> Figures { get; init; }

    public bool ControlFailed => Claims.Any(claim => claim.Verdict == Verdict.ControlFailed);
}

/// <summary>The data of a run; the hash is of the decoded bytes used.</summary>
public sealed record DatasetUsed(string Name, string Sha256, int Train, int Validation, int Test);
