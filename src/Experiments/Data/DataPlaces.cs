namespace DeepPuzzles.Experiments.Data;

/// <summary>Where whole data sets are looked for when no folder is given, in this order.</summary>
/// <param name="Variable">The value of DEEPPUZZLES_DATA, or null.</param>
/// <param name="Cache">The user's cache, where downloads go; null where the system names none.</param>
/// <param name="Debian">Where Debian's dataset packages put theirs.</param>
/// <param name="Mirror">The value of DEEPPUZZLES_MIRROR, or null.</param>
public sealed record DataPlaces(string? Variable, string? Cache, string? Debian, string? Mirror)
{
    private const string DebianDatasets = "/usr/share/datasets";

    /// <summary>The places of this machine and user.</summary>
    public static DataPlaces OfThisMachine() =>
        new(Value("DEEPPUZZLES_DATA"), UserCache(), OperatingSystem.IsLinux() ? DebianDatasets : null, Value("DEEPPUZZLES_MIRROR"));

    /// <summary>The folders that may hold the set, best first. A folder may hold it itself or in a folder of its name.</summary>
    public IReadOnlyList<string> Folders(string name, string? given)
    {
        if (given is not null) return [Path.Join(given, name), given];
        var folders = new List<string>();
        if (Variable is not null) folders.AddRange([Path.Join(Variable, name), Variable]);
        if (Cache is not null) folders.Add(Path.Join(Cache, name));
        if (Debian is not null) folders.Add(Path.Join(Debian, name));
        return folders;
    }

    // XDG base directory specification: a relative XDG_CACHE_HOME is to be ignored.
    private static string? UserCache()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var root = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? (home.Length == 0 ? "" : Path.Join(home, "Library", "Caches"))
            : Value("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache) ? cache
            : home.Length == 0 ? "" : Path.Join(home, ".cache");
        return root.Length == 0 ? null : Path.Join(root, "deeppuzzles");
    }

    private static string? Value(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
