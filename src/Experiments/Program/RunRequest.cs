using System.Globalization;
using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>What <c>run</c> was asked for, in the words of the command line, and what that means.</summary>
internal sealed record RunRequest
{
    public IReadOnlyList<string> Ids { get; init; } = [];

    public string? Group { get; init; }

    public bool All { get; init; }

    public bool Full { get; init; }

    public string? Seeds { get; init; }

    public IReadOnlyList<string> Set { get; init; } = [];

    public string? Threads { get; init; }

    public string Device { get; init; } = Devices.Cpu;

    public string? Data { get; init; }

    public string? Dataset { get; init; }

    /// <summary>Where results go when nothing is said; a placebo run must not replace real ones.</summary>
    public string Out => Folder ?? (Placebo ? "results-placebo" : "results");

    public string? Folder { get; init; }

    public string? Shard { get; init; }

    public bool Resume { get; init; }

    public bool Placebo { get; init; }

    /// <summary>What is to be run, cheapest first; the data is loaded.</summary>
    /// <param name="known">Every puzzle.</param>
    /// <param name="places">Where data may lie.</param>
    /// <param name="device">What it is to be run on.</param>
    /// <exception cref="UserException">The request makes no sense, or its data is missing.</exception>
    public IReadOnlyList<PuzzleRun> Runs(IReadOnlyList<Puzzle> known, DataPlaces? places, Device device)
    {
        IReadOnlyList<Puzzle> puzzles = Selection.Of(known, Ids, Group, All);
        IReadOnlyList<long>? seeds = Seeds is null ? null : SeedList.Parse(Seeds);
        object[] settings = ParameterChanges.Apply(Set, puzzles, Full);
        DataSet? data = Images(puzzles, places);
        return [.. puzzles.Select((puzzle, i) =>
        {
            puzzle.Require(settings[i]);
            DataSet? own = puzzle.UsesImages ? data : null;
            Fingerprint fingerprint = Fingerprint.Of(puzzle, settings[i], Full, Placebo, own, device);
            return new PuzzleRun(puzzle, settings[i], own, fingerprint, seeds ?? SeedList.Default(puzzle.SeedCount));
        })];
    }

    /// <summary>The puzzles that have no use for the data options given.</summary>
    public IReadOnlyList<string> IgnoringData(IReadOnlyList<PuzzleRun> runs) =>
        Data is null && Dataset is null ? [] : [.. runs.Where(run => !run.Puzzle.UsesImages).Select(run => run.Puzzle.Id)];

    /// <exception cref="UsageException">Not K/N with 1 ≤ K ≤ N.</exception>
    public Shard Share()
    {
        if (Shard is null) return Laboratory.Shard.Whole;
        return Shard.Split('/') is [var k, var n]
            && int.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && number >= 1 && number <= count
            ? new(number, count)
            : throw new UsageException($"--shard {Shard}: write K/N with K from 1 to N, such as 1/4");
    }

    /// <exception cref="UsageException">Not a positive number.</exception>
    public int ThreadCount(DeviceChoice device)
    {
        if (Threads is null) return device.Threads;
        return int.TryParse(Threads, NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads > 0
            ? threads
            : throw new UsageException($"--threads {Threads}: write a whole number from 1 up; left out, there are {device.Threads}");
    }

    private DataSet? Images(IReadOnlyList<Puzzle> puzzles, DataPlaces? places)
    {
        var request = new DataRequest(Folder: Data, Full: Full);
        if (Dataset is not null)
        {
            if (!DataCatalog.Names.Contains(Dataset))
                throw new UsageException($"unknown data set '{Dataset}'{NearNames.Ask(Dataset, DataCatalog.Names)}known are {string.Join(", ", DataCatalog.Names)}");
            request = request with { Name = Dataset };
        }
        return puzzles.Any(puzzle => puzzle.UsesImages) ? DataSource.Load(request, places) : null;
    }
}
