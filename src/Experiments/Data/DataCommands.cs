using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Data;

/// <summary>What <c>deeppuzzles data</c> does. Each returns the exit code, 0 or 4; errors that stop it are <see cref="UserException"/>s.</summary>
public static class DataCommands
{
    private const int Good = 0;
    private const int BadData = 4;

    /// <summary>Prints every data set with its licence and where it is.</summary>
    public static int List(TextWriter output, DataPlaces? places = null)
    {
        places ??= DataPlaces.OfThisMachine();
        foreach (var set in DataCatalog.All)
        {
            output.WriteLine($"{set.Name,-14} {set.Content}");
            output.WriteLine($"{"",-14} licence: {set.Licence}");
            if (Embedded(set) is { } embedded) output.WriteLine($"{"",-14} embedded: {embedded}");
            if (set.Address is not null) output.WriteLine($"{"",-14} whole set: {Whereabouts(set, places)}");
        }
        output.WriteLine($"{"idx",-14} any folder with four IDX files (train and test, images and labels, plain or in gzip)");
        output.WriteLine($"{"",-14} give it with --data DIR");
        return Good;
    }

    /// <summary>Downloads a data set into the user's cache.</summary>
    /// <exception cref="UsageException">The name is unknown.</exception>
    /// <exception cref="DownloadException">The network, the server or the bytes failed.</exception>
    /// <exception cref="FileWriteException">The cache cannot be written.</exception>
    public static async Task<int> GetAsync(string name, TextWriter output, DataPlaces? places = null, CancellationToken cancel = default)
    {
        places ??= DataPlaces.OfThisMachine();
        var set = DataCatalog.All.FirstOrDefault(known => known.Name == name)
            ?? throw new UsageException($"cannot get '{name}'; known are {string.Join(", ", DataCatalog.All.Select(known => known.Name))}");
        if (set.Address is null)
        {
            await output.WriteLineAsync($"{name} is embedded in the program; there is nothing to get").ConfigureAwait(false);
            return Good;
        }
        var cache = places.Cache ?? throw new DataMissingException("this system names no home or cache folder; set XDG_CACHE_HOME to a folder for downloads");
        // Silence is judged by the download itself: a whole file may take as long as it needs.
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        await new DataDownload(client, cache, places.Mirror, output).GetAsync(set, cancel).ConfigureAwait(false);
        return Good;
    }

    /// <summary>Verifies the embedded files and every known set that is found; <paramref name="folder"/> is --data or null.</summary>
    public static int Check(TextWriter output, string? folder = null, DataPlaces? places = null)
    {
        places ??= DataPlaces.OfThisMachine();
        var bad = 0;
        foreach (var file in DataCatalog.EmbeddedFiles)
        {
            Report($"embedded {file.Name}", () => DataSource.EmbeddedFile(file.Name).Sha256() == file.Sha256
                ? "verified" : throw new DataFormatException(file.Name + ".gz", 0, "the SHA-256 is wrong; install the program again"));
        }
        foreach (var set in DataCatalog.All.Where(set => set.Address is not null))
        {
            if (DataSource.TryFind(set.Name, folder, places) is not { } place) output.WriteLine($"{set.Name}: not found");
            else Report($"{set.Name} in {place}", () => Verified(set, DataSource.Load(new DataRequest(set.Name, place, Full: true), places)));
        }
        return bad == 0 ? Good : BadData;

        void Report(string what, Func<string> check)
        {
            try
            {
                output.WriteLine($"{what}: {check()}");
            }
            catch (Exception e) when (UserErrors.ExitCode(e) is not null)
            {
                bad++;
                output.WriteLine($"{what}: BAD: {e.Message}");
            }
        }
    }

    // A set of full size had to have its SHA-256 to be loaded.
    private static string Verified(KnownSet set, DataSet data)
    {
        var count = data.Train.Count + data.Validation.Count + data.Test.Count;
        var whole = set == DataCatalog.Cifar10 ? 60_000 : 70_000;
        return count == whole ? $"{count:N0} images, verified" : $"{count:N0} images of {whole:N0}, readable; a part of a set has no known SHA-256";
    }

    private static string? Embedded(KnownSet set) =>
        set == DataCatalog.FashionMnist ? "the first 12,000 training and the last 3,000 test images"
        : set == DataCatalog.Digits ? "all: 1,000 train, 200 validate, 597 test"
        : null;

    private static string Whereabouts(KnownSet set, DataPlaces places)
    {
        if (DataSource.TryFind(set.Name, null, places) is not { } place) return $"not found; deeppuzzles data get {set.Name}";
        var bytes = DataSource.Files(set.Name, place).Select(file => new FileInfo(file)).Sum(file => file.Exists ? file.Length : 0);
        return $"{place}, {bytes / 1e6:F1} MB";
    }
}
