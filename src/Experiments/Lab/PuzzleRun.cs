using DeepPuzzles.Experiments.Data;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>One puzzle of a run: what is measured, with which settings and data, on which seeds (in rising order, each once).</summary>
/// <param name="Puzzle">What is measured.</param>
/// <param name="Settings">A record of the puzzle's settings type.</param>
/// <param name="Data">Null when the puzzle uses no images.</param>
/// <param name="Fingerprint">Of these settings and data.</param>
/// <param name="Seeds">One unit of work each.</param>
public sealed record PuzzleRun(Puzzle Puzzle, object Settings, DataSet? Data, Fingerprint Fingerprint, IReadOnlyList<long> Seeds);

/// <summary>The K-th of N equal shares of a run: every N-th (puzzle, seed) unit over the whole selection.</summary>
public readonly record struct Shard(int Number, int Count)
{
    public static Shard Whole => new(1, 1);

    public bool IsWhole => Count == 1;

    /// <summary>The puzzles that have a unit in this share, with their seeds in it.</summary>
    public IReadOnlyList<PuzzleRun> Of(IReadOnlyList<PuzzleRun> runs)
    {
        int unit = 0;
        var share = new List<PuzzleRun>();
        foreach (PuzzleRun run in runs)
        {
            var seeds = new List<long>();
            foreach (long seed in run.Seeds)
            {
                if (unit++ % Count == Number - 1) seeds.Add(seed);
            }
            if (seeds.Count > 0) share.Add(run with { Seeds = seeds });
        }
        return share;
    }

    public override string ToString() => $"{Number}/{Count}";
}
