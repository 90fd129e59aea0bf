using System.Globalization;
using DeepPuzzles.Experiments.Reporting;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>A folder of results: <c>ID/seeds/SEED.json</c>, <c>ID/result.json</c> and <c>ID/NAME.svg</c> for each puzzle, and <c>index.html</c>.
/// The slash in an id is a folder.</summary>
public sealed class ResultFolder(string path)
{
    private const string Result = "result.json";
    private const string Seeds = "seeds";

    public string Name { get; } = path.Length > 0 ? path : throw new UsageException("the name of a folder is empty; give one, or . for the working folder");

    /// <summary>The report, as a full path.</summary>
    public string Index => Path.GetFullPath(Path.Join(Name, "index.html"));

    /// <summary>The ids of the puzzles that have a finished seed or a result here, sorted.</summary>
    /// <exception cref="ResultException">The folder is not there or may not be opened.</exception>
    public IReadOnlyList<string> Puzzles()
    {
        try
        {
            return [.. Directory.GetDirectories(Name).SelectMany(Directory.GetDirectories)
                .Where(folder => File.Exists(Path.Join(folder, Result)) || Directory.Exists(Path.Join(folder, Seeds)))
                .Select(folder => $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{Path.GetFileName(folder)}")
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (FileAccessErrors.Covers(e))
        {
            throw new ResultException($"cannot read the results in {Name}: {FileAccessErrors.Reason(e)}", e);
        }
    }

    /// <summary>The puzzle's result; null when there is none yet.</summary>
    /// <exception cref="ResultException">The file is broken.</exception>
    public RunResult? ResultOf(string puzzle) => File.Exists(Of(puzzle, Result)) ? ResultFile.Read(Of(puzzle, Result)) : null;

    /// <summary>The finished units of one puzzle, sorted by seed.</summary>
    /// <exception cref="ResultException">A file is broken.</exception>
    public IReadOnlyList<UnitResult> Units(string puzzle) => [.. UnitSeeds(puzzle).Select(seed => UnitFile.Read(UnitPath(puzzle, seed)))];

    /// <summary>How many units of the puzzle are here, whole or broken, of this run or another.</summary>
    public int CountUnits(string puzzle) => UnitSeeds(puzzle).Length;

    /// <summary>The unit of that seed; null when there is none, or none that can be read.</summary>
    public UnitResult? TryUnit(string puzzle, long seed)
    {
        try
        {
            return File.Exists(UnitPath(puzzle, seed)) ? UnitFile.Read(UnitPath(puzzle, seed)) : null;
        }
        catch (ResultException)
        {
            return null;   // whoever wants it computes it anew
        }
    }

    /// <exception cref="FileWriteException">The folder cannot be written.</exception>
    public void Write(UnitResult unit) => UnitFile.Write(UnitPath(unit.Run.Experiment, unit.Seed), unit);

    /// <summary>The figures first, so that a result never names one that is not there.</summary>
    /// <exception cref="FileWriteException">The folder cannot be written.</exception>
    public void Write(RunResult result)
    {
        foreach (FigureFile figure in result.Figures.Where(figure => figure.Svg.Length > 0))
            AtomicFile.WriteText(Of(result.Run.Experiment, figure.File), figure.Svg);
        AtomicFile.Write(Of(result.Run.Experiment, Result), ResultFile.Write(result));
    }

    /// <exception cref="FileWriteException">The folder cannot be written.</exception>
    public void Write(ReportModel report) => AtomicFile.WriteText(Index, HtmlReport.Write(report));

    /// <summary>Deletes the units of other fingerprints, which no result of this one can use, and those that are not to be kept.</summary>
    public void DeleteUnits(Fingerprint except, Func<long, bool> keep)
    {
        foreach (long seed in UnitSeeds(except.Experiment))
        {
            if (!keep(seed) || TryUnit(except.Experiment, seed) is not { } unit || unit.Run.DifferenceTo(except) is not null)
                AtomicFile.Discard(UnitPath(except.Experiment, seed));
        }
    }

    private long[] UnitSeeds(string puzzle)
    {
        string folder = Of(puzzle, Seeds);
        if (!Directory.Exists(folder)) return [];
        var seeds = new List<long>();
        foreach (string file in Directory.GetFiles(folder, "*.json"))
        {
            if (long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out long seed)) seeds.Add(seed);
        }
        return [.. seeds.Order()];
    }

    private string Of(string puzzle, string file) => Path.Join(Name, puzzle, file);

    private string UnitPath(string puzzle, long seed) => Of(puzzle, Path.Join(Seeds, seed.ToString(CultureInfo.InvariantCulture) + ".json"));
}
