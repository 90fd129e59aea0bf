using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Data;

/// <summary>Which data a run wants.</summary>
/// <param name="Name">One of <see cref="DataCatalog.Names"/>.</param>
/// <param name="Folder">--data, or null.</param>
/// <param name="Full">Whether the whole set is wanted; a quick run never uses more than the embedded 12,000 + 3,000 images.</param>
public sealed record DataRequest(string Name = "fashion-mnist", string? Folder = null, bool Full = false);

/// <summary>Finds, reads and splits data sets.</summary>
public static class DataSource
{
    // The digits keep the order of their file: the writers of the last images wrote few or none of the first.
    private const int DigitsTrain = 1_200;

    /// <summary>The data of a run.</summary>
    /// <exception cref="UsageException">The name is unknown.</exception>
    /// <exception cref="DataMissingException">The set is nowhere, or a file cannot be read.</exception>
    /// <exception cref="DataFormatException">A file's bytes are wrong.</exception>
    public static DataSet Load(DataRequest request, DataPlaces? places = null)
    {
        places ??= DataPlaces.OfThisMachine();
        var size = request.Full ? DataSize.Full : DataSize.Quick;
        if (request.Name == DataCatalog.Digits.Name)
        {
            var digits = Digits();
            return digits.Split(digits.Train.Labels.Length, digits.Test.Labels.Length, size);
        }
        var raw = request switch
        {
            { Name: "fashion-mnist", Full: false, Folder: null } => Embedded(DataCatalog.FashionMnist.Name, "fashion-mnist-train", "fashion-mnist-t10k"),
            { Name: "fashion-mnist" } => IdxFolder.Read(DataCatalog.FashionMnist.Name, DataCatalog.FashionMnist, Find(request, places)),
            { Name: "mnist" } => IdxFolder.Read(DataCatalog.Mnist.Name, DataCatalog.Mnist, Find(request, places)),
            { Name: "idx" } => IdxFolder.Read("idx", null, Find(request, places)),
            { Name: "cifar-10" } => CifarFolder.Read(Find(request, places)),
            _ => throw new UsageException($"unknown data set '{request.Name}'; known are {string.Join(", ", DataCatalog.Names)}"),
        };
        return request.Full
            ? raw.Split(raw.Train.Labels.Length, raw.Test.Labels.Length, size)
            : raw.Split(size.Train, size.Test, size);
    }

    /// <summary>One of <see cref="DataCatalog.EmbeddedFiles"/>.</summary>
    public static IdxArray EmbeddedFile(string name)
    {
        using var stream = typeof(DataSource).Assembly.GetManifestResourceStream(name + ".gz")
            ?? throw new DataMissingException($"the program was built without {name}.gz; build it from a whole clone");
        return IdxFile.Read(stream, name + ".gz", name.EndsWith("-images", StringComparison.Ordinal) ? 3 : 1);
    }

    /// <summary>The first folder that holds all files of the set, and not those of another; null when there is none.</summary>
    internal static string? TryFind(string name, string? given, DataPlaces places) =>
        places.Folders(name, given).FirstOrDefault(folder => Directory.Exists(folder) && Lacks(name, folder) is null);

    /// <summary>The files of a set in a folder that holds them.</summary>
    internal static string[] Files(string name, string folder) =>
        name == DataCatalog.Cifar10.Name ? CifarFolder.Files(folder) : IdxFolder.Files(folder);

    private static string? Lacks(string name, string folder)
    {
        try
        {
            _ = Files(name, folder);
        }
        catch (DataMissingException e)
        {
            return e.Message;
        }
        var known = DataCatalog.All.FirstOrDefault(set => set.Name == name && set.Archive is null);
        return known is not null && IdxFolder.Owner(folder) is { } owner && owner != known
            ? $"{folder} holds {owner.Name}, not {name}; use --dataset {owner.Name}" : null;
    }

    private static string Find(DataRequest request, DataPlaces places) =>
        request.Folder is { } given
            ? FindIn(request.Name, given, places)
            : TryFind(request.Name, null, places) ?? throw new DataMissingException(WayOut(request.Name, places));

    private static string FindIn(string name, string given, DataPlaces places)
    {
        if (File.Exists(given)) throw new DataMissingException($"--data {given} is a file; give the folder that holds the files of {name}");
        if (!Directory.Exists(given)) throw new DataMissingException($"--data {given}: no such folder, or it may not be opened");
        return TryFind(name, given, places) ?? throw new DataMissingException($"--data: {Lacks(name, given)}");
    }

    private static string WayOut(string name, DataPlaces places)
    {
        var folders = places.Folders(name, null);
        var looked = folders.Count == 0 ? "" : $" in {string.Join(", ", folders)}";
        return name switch
        {
            "idx" => $"idx: no folder with four IDX files{looked}; give one with --data DIR",
            "fashion-mnist" => $"fashion-mnist: the whole set is not{looked}; run 'deeppuzzles data get fashion-mnist', install Debian's package dataset-fashion-mnist, or give its folder with --data DIR",
            _ => $"{name}: not found{looked}; run 'deeppuzzles data get {name}' or give its folder with --data DIR",
        };
    }

    private static RawSet Embedded(string name, string train, string test)
    {
        var images = EmbeddedFile(train + "-images");
        return new RawSet(name, images.Dimensions[2], images.Dimensions[1], Channels: 1, Classes: 10,
            new RawPart(images.Values, EmbeddedFile(train + "-labels").Values),
            new RawPart(EmbeddedFile(test + "-images").Values, EmbeddedFile(test + "-labels").Values), "embedded");
    }

    // 1,000 to train, 200 to validate, the last 597 to test, in every run: there are no more.
    private static RawSet Digits()
    {
        var all = Embedded(DataCatalog.Digits.Name, "digits", "digits").Train;
        var cut = DigitsTrain * 64;
        return new RawSet(DataCatalog.Digits.Name, 8, 8, Channels: 1, Classes: 10,
            new RawPart(all.Pixels[..cut], all.Labels[..DigitsTrain]),
            new RawPart(all.Pixels[cut..], all.Labels[DigitsTrain..]), "embedded", White: 16);
    }
}
