using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A puzzle's result as <c>result.json</c> holds it. Apart from <see cref="StartedUtc"/>, <see cref="Seconds"/> and
/// <see cref="Threads"/> it is the same for the same seeds at any number of threads, resumed or not, merged from shards or not.</summary>
public sealed record RunResult
{
    /// <summary>The version of the file's format.</summary>
    public const int SchemaVersion = 1;

    public required string Experiment { get; init; }

    public required string Title { get; init; }

    /// <summary>quick or full.</summary>
    public required string Mode { get; init; }

    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Every parameter by its command-line name; a placebo run also has placebo = true.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; }

    /// <summary>What is smaller than the specification asks for.</summary>
    public required IReadOnlyList<string> Reduced { get; init; }

    public required DatasetUsed? Dataset { get; init; }

    public required string Device { get; init; }

    public required string Dtype { get; init; }

    /// <summary>The SIMD width in bits; other widths may change last digits.</summary>
    public required int Width { get; init; }

    public required int Threads { get; init; }

    public required string Version { get; init; }

    public required string Commit { get; init; }

    public required DateTime StartedUtc { get; init; }

    public required double Seconds { get; init; }

    public required IReadOnlyList<Claim> Claims { get; init; }

    /// <summary>All numbers behind the figures: by name, one series per seed.</summary>
    public required IReadOnlyDictionary<string, double[][]> Series { get; init; }

    public required IReadOnlyList<FigureFile> Figures { get; init; }
}

/// <summary>The data of a run; the hash is of the decoded bytes used.</summary>
public sealed record DatasetUsed(string Name, string Sha256, int Train, int Validation, int Test);
