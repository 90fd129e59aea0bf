using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Runs puzzles: their (puzzle, seed) units in order on several threads, each unit on one; a unit is on disk as soon as it is done,
/// and a puzzle is concluded when its last one is.</summary>
/// <param name="runs">In the order in which they are begun.</param>
/// <param name="known">Every puzzle that the report may have to tell of: those of earlier runs too.</param>
/// <param name="folder">Where units, results, figures and the report go.</param>
/// <param name="device">Gives each thread what it computes on.</param>
/// <param name="threads">How many units are computed at a time.</param>
/// <param name="resume">Whether finished units of the same fingerprint and build are used again.</param>
/// <param name="isShard">Whether others compute the rest of the run, perhaps into the same folder: then nothing of theirs is deleted.</param>
public sealed class Runner(IReadOnlyList<PuzzleRun> runs, IReadOnlyList<Puzzle> known, ResultFolder folder, Func<Device> device, int threads, bool resume, bool isShard)
{
    /// <summary>What an interrupted run waits for its threads: a puzzle that is slow to notice is left behind.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    /// <exception cref="UserException">What stopped the run, such as a full disk; finished units are kept.</exception>
    public RunEnd Run(IRunWatcher watcher, CancellationToken stop)
    {
        PuzzleProgress[] puzzles = [.. runs.Select(run => new PuzzleProgress(run))];
        foreach (PuzzleProgress puzzle in puzzles.Where(_ => resume)) Reuse(puzzle, watcher);

        using var halt = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var workers = new Workers(puzzles, folder, device, threads, halt.Token);
        try
        {
            foreach (PuzzleProgress puzzle in puzzles.Where(puzzle => puzzle.IsDone)) Conclude(puzzle, watcher);
            workers.Start();
            while (puzzles.Any(puzzle => !puzzle.IsOver))
            {
                if (stop.IsCancellationRequested) return RunEnd.Interrupted;
                if (workers.Events.TryTake(out UnitEvent? happened, Tick)) Handle(happened, watcher);
                watcher.Progress([.. puzzles.Where(p => p.IsUnderWay).Select(p => (p.Run, p.Done))]);
            }
        }
        finally
        {
            halt.Cancel();
            workers.Join(Grace);
        }
        return puzzles.Any(p => p.Broken) ? RunEnd.Broke : puzzles.Any(p => p.ControlFailed) ? RunEnd.ControlFailed : RunEnd.Done;
    }

    private void Reuse(PuzzleProgress puzzle, IRunWatcher watcher)
    {
        string? why = null;
        int unfit = 0;
        foreach (UnitResult unit in puzzle.Run.Seeds.Select(seed => folder.TryUnit(puzzle.Run.Puzzle.Id, seed)).OfType<UnitResult>())
        {
            string? misfit = unit.Run.DifferenceTo(puzzle.Run.Fingerprint) ?? (unit.Build == ProgramBuild.Identity ? null : "another build of the program");
            if (misfit is null)
            {
                puzzle.Units.Add(unit);
                continue;
            }
            unfit++;
            why ??= misfit;
        }
        if (puzzle.Units.Count > 0) watcher.Reused(puzzle.Run, puzzle.Units.Count);
        if (why is not null) watcher.Unfit(puzzle.Run, unfit, why);
    }

    private void Handle(UnitEvent happened, IRunWatcher watcher)
    {
        PuzzleProgress puzzle = happened.Puzzle;
        if (happened.Unit is { } unit)
        {
            puzzle.Units.Add(unit);
            watcher.Finished(puzzle.Run, unit, puzzle.Units.Count);
            if (puzzle.IsDone) Conclude(puzzle, watcher);
        }
        else
        {
            Break(puzzle, happened.Seed, happened.Error!, watcher);
        }
    }

    private void Conclude(PuzzleProgress puzzle, IRunWatcher watcher)
    {
        RunResult result;
        try
        {
            result = Conclusion.Of(puzzle.Run.Puzzle, puzzle.Run.Settings, puzzle.Units, threads);
        }
        catch (Exception e) when (UserErrors.ExitCode(e) is null)
        {
            Break(puzzle, null, e, watcher);
            return;
        }
        folder.Write(result);
        if (!isShard) folder.DeleteUnits(puzzle.Run.Fingerprint, seed => resume || result.Seeds.Contains(seed));
        ReportFolder.Rewrite(folder, known);
        (puzzle.Concluded, puzzle.ControlFailed) = (true, result.ControlFailed);
        watcher.Decided(puzzle.Run, result);
    }

    private static void Break(PuzzleProgress puzzle, long? seed, Exception error, IRunWatcher watcher)
    {
        if (UserErrors.ExitCode(error) is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        if (!puzzle.Broken) watcher.Broke(puzzle.Run, seed, error);
        puzzle.Broken = true;
    }
}
