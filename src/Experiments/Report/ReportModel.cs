namespace DeepPuzzles.Experiments.Reporting;

/// <summary>What the report tells: the results of the puzzles in their order. The front page sums up what they share.</summary>
public sealed record ReportModel(string Title, IReadOnlyList<PuzzleSection> Puzzles)
{
    /// <summary>A sentence or two for readers who know nothing yet.</summary>
    public string Introduction { get; init; } = "";
}

/// <summary>One puzzle's result, in the words of its <c>result.json</c>, with its question and traps.</summary>
public sealed record PuzzleSection
{
    public required string Experiment { get; init; }
    public required string Title { get; init; }
    public string Question { get; init; } = "";
    public string Mode { get; init; } = "";
    public IReadOnlyList<long> Seeds { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>What is smaller than the specification asks.</summary>
    public IReadOnlyList<string> Reduced { get; init; } = [];
    public DatasetRow? Dataset { get; init; }
    public string Device { get; init; } = "";
    public string Dtype { get; init; } = "";
    public string Width { get; init; } = "";
    public int Threads { get; init; }
    public string Version { get; init; } = "";
    public string Commit { get; init; } = "";
    public DateTime? StartedUtc { get; init; }
    public double Seconds { get; init; }
    public IReadOnlyList<ClaimRow> Claims { get; init; } = [];
    public IReadOnlyList<FigureFile> Figures { get; init; } = [];

    /// <summary>What misleads in this experiment, and how it is avoided.</summary>
    public IReadOnlyList<string> Traps { get; init; } = [];
}

public sealed record DatasetRow(string Name, string Sha256, int Train, int Validation, int Test);

/// <summary>A figure as it was written beside the result: its file's name, caption and SVG text.</summary>
public sealed record FigureFile(string File, string Caption, string Svg);

/// <summary>A claim and its verdict. Numbers that are missing are null (or NaN).</summary>
public sealed record ClaimRow
{
    public required string Id { get; init; }

    /// <summary>ControlFailed, Inconclusive, Reproduced, Partial, NotReproduced or Demonstrated.</summary>
    public required string Verdict { get; init; }
    public string Quote { get; init; } = "";
    public string Reference { get; init; } = "";
    public string Metric { get; init; } = "";
    public string Unit { get; init; } = "";

    /// <summary>E.g. lowerBound, upperBound, interval, equivalence, order, monotone, every.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The bar as people read it, e.g. "≥ 0.95"; where empty, the numbers of <see cref="BarAt"/> are written.</summary>
    public string Bar { get; init; } = "";

    /// <summary>Where the bar lies on the scale of the value: one number, the two ends of an interval, or nothing.</summary>
    public IReadOnlyList<double> BarAt { get; init; } = [];
    public double? NoEffect { get; init; }
    public string Test { get; init; } = "";
    public double? P { get; init; }
    public double? PaperValue { get; init; }
    public string PaperNote { get; init; } = "";
    public double? Value { get; init; }
    public double? CiLow { get; init; }
    public double? CiHigh { get; init; }
    public int? N { get; init; }
    public IReadOnlyList<double?> PerSeed { get; init; } = [];
    public int? SeedsNeeded { get; init; }
    public IReadOnlyList<ControlRow> Controls { get; init; } = [];
    public string Note { get; init; } = "";
}

/// <summary>A control of a claim, e.g. bound "≤ 0.05". Passed is null where its interval straddles the bound.</summary>
public sealed record ControlRow(string What, string Bound, double? Value, double? CiLow, double? CiHigh, bool? Passed, string Note = "");
