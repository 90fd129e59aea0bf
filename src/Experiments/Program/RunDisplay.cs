using System.Diagnostics;
using System.Globalization;
using DeepPuzzles.Experiments.Laboratory;
using Spectre.Console;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>Tells what happens in a run: bars for the puzzles under way on a terminal, a line for each finished seed elsewhere; the claims in both.</summary>
internal sealed class RunDisplay(Screen screen, Surroundings surroundings, DeviceChoice device) : IRunWatcher
{
    private readonly Dictionary<PuzzleRun, ProgressTask> _bars = [];
    private readonly List<RunResult> _results = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private ProgressContext? _live;
    private int _compiled;
    private bool _hasTold;

    /// <summary>So long nobody wonders why nothing is seen.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The results so far.</summary>
    public IReadOnlyList<RunResult> Results => _results;

    public RunEnd Watch(Func<IRunWatcher, RunEnd> run)
    {
        if (screen.Terminal is null) return run(this);
        return screen.Terminal.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context =>
            {
                _live = context;
                return run(this);
            });
    }

    public void Reused(PuzzleRun run, int seeds) =>
        screen.Line(string.Create(CultureInfo.InvariantCulture, $"{run.Puzzle.Id}: {seeds} of {run.Seeds.Count} seeds are done already"));

    public void Unfit(PuzzleRun run, int seeds, string why) =>
        screen.Wrapped("", string.Create(CultureInfo.InvariantCulture, $"{run.Puzzle.Id}: {seeds} finished seeds are of another run and computed anew ({why})"), "  ");

    public void Finished(PuzzleRun run, UnitResult unit, int done)
    {
        if (_live is null)
            screen.Line(string.Create(CultureInfo.InvariantCulture, $"{run.Puzzle.Id}: seed {unit.Seed}, {ClaimText.Seconds(unit.Seconds)} ({done} of {run.Seeds.Count})"));
    }

    public void Decided(PuzzleRun run, RunResult result)
    {
        _results.Add(result);
        Remove(run);
        screen.Tell(result);
    }

    public void Broke(PuzzleRun run, long? seed, Exception error)
    {
        Remove(run);
        string where = seed is long number ? string.Create(CultureInfo.InvariantCulture, $"{run.Puzzle.Id}, seed {number}") : run.Puzzle.Id;
        Errors.Tell(surroundings, error, where);
    }

    public void Progress(IReadOnlyList<(PuzzleRun Run, double Done)> underWay)
    {
        TellWhatIsCompiled();
        if (_live is null) return;
        foreach ((PuzzleRun run, double done) in underWay)
        {
            if (!_bars.TryGetValue(run, out ProgressTask? bar)) _bars[run] = bar = _live.AddTask(run.Puzzle.Id, maxValue: 1);
            bar.Value = done;
        }
    }

    // A first run may wait longer for the driver's compiler than for its numbers.
    private void TellWhatIsCompiled()
    {
        int compiled = device.Compiled;
        bool goesOn = compiled > _compiled && _clock.Elapsed >= Patience;
        _compiled = compiled;
        if (_hasTold || !goesOn) return;
        _hasTold = true;
        screen.Wrapped("", $"{device.Name}: kernels that are met for the first time are compiled, which takes a while", "  ");
    }

    private void Remove(PuzzleRun run)
    {
        if (!_bars.Remove(run, out ProgressTask? bar)) return;
        bar.Value = bar.MaxValue;   // full ones are hidden
        bar.StopTask();
        _live!.Refresh();
    }
}
