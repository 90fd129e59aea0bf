namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Who is told what happens in a run. All calls come from the thread that called <see cref="Runner.Run"/>.</summary>
public interface IRunWatcher
{
    /// <summary>These many seeds of the puzzle were finished by an earlier run and are used again.</summary>
    void Reused(PuzzleRun run, int seeds);

    /// <summary>These many finished seeds were asked to be used again but belong to another run; why, in a few words.</summary>
    void Unfit(PuzzleRun run, int seeds, string why);

    /// <summary>A seed is done; so many of the puzzle's are now.</summary>
    void Finished(PuzzleRun run, UnitResult unit, int done);

    /// <summary>A puzzle's claims are decided, and its files are written.</summary>
    void Decided(PuzzleRun run, RunResult result);

    /// <summary>A puzzle broke; the others go on.</summary>
    void Broke(PuzzleRun run, long? seed, Exception error);

    /// <summary>About ten times a second: for each puzzle under way, how much of it is done, from 0 to 1.</summary>
    void Progress(IReadOnlyList<(PuzzleRun Run, double Done)> underWay);
}

/// <summary>How a run ended.</summary>
public enum RunEnd
{
    Done,

    /// <summary>Done, but a control failed in some claim.</summary>
    ControlFailed,

    /// <summary>Done, but some puzzle broke.</summary>
    Broke,

    /// <summary>Stopped from outside; what was finished is kept.</summary>
    Interrupted,
}
