using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Results in the words of the report.</summary>
public static class ResultReport
{
    private const string Words =
        "Each claim was fixed before the run: a metric, a bar, and controls that must keep their bounds. The verdict follows from the interval over seeds by fixed rules.";

    private const string PlaceboWords =
        "THIS IS A PLACEBO RUN: every treatment had its control's settings, so there is nothing to find, and no claim may be reproduced. These numbers say nothing about the puzzles. ";

    /// <param name="results">In the order of the report.</param>
    /// <param name="puzzles">Those this program knows; a result of another has neither question nor traps.</param>
    public static ReportModel Of(IEnumerable<RunResult> results, IReadOnlyList<Puzzle> puzzles)
    {
        RunResult[] all = [.. results];
        bool placebo = all.Length > 0 && all.All(result => result.Run.IsPlacebo);
        string words = all.Length == 0 ? "No puzzle is finished yet. Load this page again when one is." : Words;
        return new ReportModel(placebo ? "PLACEBO RUN: the puzzles without their treatments" : "The puzzles of deep learning, run as experiments",
            [.. all.Select(result => Section(result, puzzles.FirstOrDefault(puzzle => puzzle.Id == result.Run.Experiment)))])
        {
            Introduction = all.Any(result => result.Run.IsPlacebo) && !placebo
                ? "Some puzzles below are PLACEBO RUNS, marked as such: their treatments had their controls' settings. " + words
                : placebo ? PlaceboWords + words : words,
        };
    }

    private static PuzzleSection Section(RunResult result, Puzzle? puzzle) => new()
    {
        Experiment = result.Run.Experiment,
        Title = result.Run.IsPlacebo ? $"PLACEBO: {result.Title}" : result.Title,
        Question = puzzle?.Question ?? "",
        Mode = result.Run.Mode,
        Seeds = result.Seeds,
        Settings = result.Run.Settings,
        Reduced = result.Run.Reduced,
        Dataset = result.Run.Dataset is { } data ? new(data.Name, data.Sha256, data.Train, data.Validation, data.Test) : null,
        Device = result.Run.Device,
        Dtype = result.Run.Dtype,
        Width = result.Run.Width > 0 ? $"{result.Run.Width} bits" : "",
        Threads = result.Threads,
        Version = result.Run.Version,
        Commit = result.Run.Commit,
        StartedUtc = result.StartedUtc,
        Seconds = result.Seconds,
        Claims = [.. result.Claims.Select(Row)],
        Figures = result.Figures,
        Traps = puzzle?.Traps ?? [],
    };

    private static ClaimRow Row(Claim claim) => new()
    {
        Id = claim.Id,
        Verdict = claim.Verdict.ToString(),
        Quote = claim.Quote,
        Reference = claim.Reference,
        Metric = claim.Metric,
        Unit = claim.Unit,
        Kind = ClaimJson.Name(claim.Kind),
        Bar = claim.Bar.ToString(),
        BarAt = [.. new[] { claim.Bar.Region.Low, claim.Bar.Region.High }.Where(double.IsFinite)],
        NoEffect = claim.NoEffect,
        Test = claim.Test,
        P = claim.P,
        PaperValue = claim.Paper?.Value,
        PaperNote = claim.Paper?.Note ?? "",
        Value = claim.Value,
        CiLow = claim.Ci.Low,
        CiHigh = claim.Ci.High,
        N = claim.N,
        PerSeed = [.. claim.PerSeed.Select(value => (double?)value)],
        SeedsNeeded = claim.SeedsNeeded,
        Controls = [.. claim.Controls.Select(control => new ControlRow(control.What, control.Bound.ToString(), control.Value, control.Ci.Low, control.Ci.High,
            control.Outcome == ControlOutcome.Straddles ? null : control.Passed))],
        Note = claim.Note,
    };
}
