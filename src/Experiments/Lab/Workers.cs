using System.Collections.Concurrent;
using System.Diagnostics;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>How far one puzzle of a run has come.</summary>
internal sealed class PuzzleProgress(PuzzleRun run)
{
    private readonly ConcurrentDictionary<long, double> _working = new();

    public PuzzleRun Run { get; } = run;

    public List<UnitResult> Units { get; } = [];

    public bool Concluded { get; set; }

    public bool ControlFailed { get; set; }

    /// <summary>A unit or the conclusion threw: the other units are not begun.</summary>
    public volatile bool Broken;

    public bool IsDone => Units.Count == Run.Seeds.Count;

    public bool IsOver => Concluded || Broken;

    public bool IsUnderWay => !IsOver && (Units.Count > 0 || !_working.IsEmpty);

    public double Done => Math.Min(1, (Units.Count + _working.Values.Sum()) / Run.Seeds.Count);

    public void Tell(long seed, double done) => _working[seed] = Math.Clamp(done, 0, 1);

    public void Forget(long seed) => _working.TryRemove(seed, out _);
}

/// <summary>A unit is done, or threw.</summary>
internal sealed record UnitEvent(PuzzleProgress Puzzle, long Seed, UnitResult? Unit, Exception? Error);

/// <summary>The threads of a run. Each takes the next unit, computes it on its device, writes it, and tells.</summary>
internal sealed class Workers
{
    private readonly (PuzzleProgress Puzzle, long Seed)[] _units;
    private readonly ResultFolder _folder;
    private readonly Func<Device> _device;
    private readonly CancellationToken _halt;
    private readonly int _width;
    private readonly Thread[] _threads;
    private int _next = -1;

    public Workers(IEnumerable<PuzzleProgress> puzzles, ResultFolder folder, Func<Device> device, int threads, CancellationToken halt)
    {
        (_folder, _device, _width, _halt) = (folder, device, threads, halt);
        _units = [.. puzzles.SelectMany(puzzle => puzzle.Run.Seeds.Except(puzzle.Units.Select(unit => unit.Seed)).Select(seed => (puzzle, seed)))];
        // Background threads: a puzzle that does not notice an interruption cannot keep the program alive.
        _threads = [.. Enumerable.Range(1, Math.Min(threads, _units.Length)).Select(i => new Thread(Work) { IsBackground = true, Name = $"seeds {i}" })];
    }

    public BlockingCollection<UnitEvent> Events { get; } = [];

    public void Start()
    {
        foreach (Thread thread in _threads) thread.Start();
    }

    /// <summary>Waits for the threads, together no longer than that.</summary>
    public void Join(TimeSpan longest)
    {
        var clock = Stopwatch.StartNew();
        foreach (Thread thread in _threads.Where(thread => thread.ThreadState != System.Threading.ThreadState.Unstarted))
            thread.Join(longest > clock.Elapsed ? longest - clock.Elapsed : TimeSpan.Zero);
    }

    private void Work()
    {
        Device device = _device();
        while (!_halt.IsCancellationRequested && Interlocked.Increment(ref _next) is int i && i < _units.Length)
        {
            (PuzzleProgress puzzle, long seed) = _units[i];
            if (puzzle.Broken) continue;
            try
            {
                Events.Add(new(puzzle, seed, Measure(puzzle, seed, device), null));
            }
            catch (OperationCanceledException) when (_halt.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Events.Add(new(puzzle, seed, null, e));
                if (UserErrors.ExitCode(e) is not null) return;   // it ends the run
            }
            finally
            {
                puzzle.Forget(seed);
            }
        }
    }

    private UnitResult Measure(PuzzleProgress puzzle, long seed, Device device)
    {
        PuzzleRun run = puzzle.Run;
        puzzle.Tell(seed, 0);
        (DateTime started, long clock) = (DateTime.UtcNow, Stopwatch.GetTimestamp());
        var lab = new Lab(seed, device, run.Data, run.Fingerprint.IsPlacebo, done => puzzle.Tell(seed, done), _halt);
        Measurements found = run.Puzzle.Measure(lab, run.Settings);
        var unit = new UnitResult(run.Fingerprint, seed, found)
        {
            Build = ProgramBuild.Identity,
            StartedUtc = started,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(clock).TotalSeconds, 3),
            Threads = _width,
        };
        _folder.Write(unit);
        return unit;
    }
}
