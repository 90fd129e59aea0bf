using System.Diagnostics;
using System.Globalization;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary><c>deeppuzzles run</c>.</summary>
internal sealed class RunCommand(Surroundings surroundings, Screen screen)
{
    public int Execute(RunRequest request)
    {
        long clock = Stopwatch.GetTimestamp();
        Shard shard = request.Share();
        DeviceChoice device = Devices.Choose(request.Device);
        int threads = request.ThreadCount(device);
        IReadOnlyList<PuzzleRun> runs = request.Runs(surroundings.Puzzles, surroundings.Places, device.Open());
        var folder = new ResultFolder(request.Out);
        ReportFolder.Rewrite(folder, surroundings.Puzzles);   // the path leads somewhere from now on, and can be written

        screen.Line($"report: {folder.Index}");
        if (request.Placebo) screen.Line("PLACEBO RUN: every treatment has its control's settings; no claim may be reproduced");
        if (request.IgnoringData(runs) is { Count: > 0 } ignoring) screen.Line($"without images, so --data and --dataset are ignored: {string.Join(", ", ignoring)}");
        if (!shard.IsWhole) runs = shard.Of(runs);
        int units = runs.Sum(run => run.Seeds.Count);
        screen.Line(string.Create(CultureInfo.InvariantCulture,
            $"{(shard.IsWhole ? "" : $"shard {shard}: ")}{Words(runs.Count, "puzzle")}, {Words(units, "seed")} in all, {Words(threads, "thread")}"));

        if (!request.Resume && shard.IsWhole)
        {
            foreach (PuzzleRun run in runs) TellWhatIsReplaced(run.Puzzle.Id, folder.CountUnits(run.Puzzle.Id));
        }

        var display = new RunDisplay(screen, surroundings, device);
        RunEnd end = display.Watch(watcher =>
            new Runner(runs, surroundings.Puzzles, folder, device.Open, threads, request.Resume, isShard: !shard.IsWhole).Run(watcher, surroundings.Stop));

        screen.Line();
        if (end == RunEnd.Interrupted)
        {
            screen.Line($"interrupted after {ClaimText.Seconds(Stopwatch.GetElapsedTime(clock).TotalSeconds)}; finished seeds are kept: the same command with --resume goes on");
            return ExitCode.Interrupted;
        }
        Claim[] claims = [.. display.Results.SelectMany(result => result.Claims)];
        screen.Line($"{ClaimText.Count(claims)}, {ClaimText.Seconds(Stopwatch.GetElapsedTime(clock).TotalSeconds)}");
        if (request.Placebo && claims.Count(claim => claim.Verdict == Verdict.Reproduced) is > 0 and int fooled)
            screen.Line($"PLACEBO: {Words(fooled, "claim")} came out Reproduced where there is nothing to find");
        screen.Line($"report: {folder.Index}");
        return end switch
        {
            RunEnd.Broke => ExitCode.Unexpected,
            RunEnd.ControlFailed => ExitCode.ControlFailed,
            _ => ExitCode.Done,
        };
    }

    private void TellWhatIsReplaced(string puzzle, int seeds)
    {
        if (seeds > 0) screen.Wrapped("", $"{puzzle}: {Words(seeds, "finished seed")} of an earlier run here {(seeds == 1 ? "is" : "are")} replaced; --resume keeps those of the same settings", "  ");
    }

    private static string Words(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
