using System.Globalization;
using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>All that a seed's measurements depend on, apart from the seed. Units of equal fingerprints belong to one run, on whichever
/// machine and day they were computed.</summary>
public sealed record Fingerprint
{
    /// <summary>The setting that a placebo run has besides the puzzle's own.</summary>
    public const string Placebo = "placebo";

    /// <summary>Of a field so many characters are told; it may be another program's.</summary>
    private const int MostShown = 400;

    public required string Experiment { get; init; }

    public required string Mode { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; }

    public required IReadOnlyList<string> Reduced { get; init; }

    public required DatasetUsed? Dataset { get; init; }

    public required string Device { get; init; }

    public required string Dtype { get; init; }

    /// <summary>Bits of the SIMD registers; 0 on a device where no result depends on them, and then not written.</summary>
    public required int Width { get; init; }

    public required string Version { get; init; }

    public required string Commit { get; init; }

    public bool IsPlacebo => Settings.Any(setting => setting.Key == Placebo);

    /// <summary>The fingerprint of a puzzle with these settings on this machine.</summary>
    public static Fingerprint Of(Puzzle puzzle, object settings, bool full, bool placebo, DataSet? data, Device device)
    {
        IReadOnlyList<Setting> parameters = Setting.Of(puzzle.SettingsType);
        IEnumerable<KeyValuePair<string, string>> values = parameters.Select(p => KeyValuePair.Create(p.Name, p.Text(settings)));
        IEnumerable<string?> reduced = parameters.Select(p => p.Reduced(settings)).Append(data?.Reduced);
        return new()
        {
            Experiment = puzzle.Id,
            Mode = ModeName(full),
            Settings = [.. placebo ? values.Append(KeyValuePair.Create(Placebo, "true")) : values],
            Reduced = [.. reduced.OfType<string>()],
            Dataset = data is null ? null : new(data.Name, data.Sha256, data.Train.Count, data.Validation.Count, data.Test.Count),
            Device = device switch
            {
                CpuDevice => device.Name,
                AcceleratorDevice card => $"{card.Name}: {card.Description}; {card.Driver}",
                _ => $"{device.Name}: {device.Description}",
            },
            Dtype = puzzle.Dtype.Name(),
            Width = device.Width,
            Version = ProgramBuild.Version,
            Commit = ProgramBuild.Commit,
        };
    }

    public static string ModeName(bool full) => full ? "full" : "quick";

    /// <summary>The settings as the puzzle takes them.</summary>
    /// <exception cref="ResultException">The puzzle has other parameters now.</exception>
    public object SettingsOf(Puzzle puzzle)
    {
        IReadOnlyList<Setting> known = Setting.Of(puzzle.SettingsType);
        object settings = puzzle.Defaults(Mode == ModeName(full: true));
        foreach ((string name, string value) in Settings.Where(s => s.Key != Placebo))
        {
            Setting setting = known.FirstOrDefault(k => k.Name == name)
                ?? throw new ResultException($"{Experiment} has no parameter {FileAccessErrors.Shown(name)} any more: its files are another version's; run it again");
            settings = setting.With(settings, value);
        }
        return settings;
    }

    /// <summary>The first field in which the two differ, with both values; null when they are equal.</summary>
    public string? DifferenceTo(Fingerprint other)
    {
        foreach (((string name, string mine), (_, string theirs)) in Fields().Zip(other.Fields()))
        {
            if (mine != theirs) return $"{name}: {FileAccessErrors.Shown(mine, MostShown)}, {FileAccessErrors.Shown(theirs, MostShown)}";
        }
        return null;
    }

    private IEnumerable<(string Name, string Text)> Fields()
    {
        yield return ("the puzzle", Experiment);
        yield return ("the mode", Mode);
        yield return ("the settings", string.Join(' ', Settings.Select(s => $"{s.Key}={s.Value}")));
        yield return ("the data set", Dataset is null ? "none" : $"{Dataset.Name} ({Dataset.Sha256})");
        yield return ("what is reduced", string.Join("; ", Reduced));
        yield return ("the device", Device);
        yield return ("the dtype", Dtype);
        yield return ("the SIMD width", Width.ToString(CultureInfo.InvariantCulture));
        yield return ("the version", Version);
        yield return ("the commit", Commit.Length == 0 ? "unknown" : Commit);
    }
}
