using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Data;

/// <summary>A folder with four IDX files: train and test, images and labels, plain or in gzip.</summary>
internal static class IdxFolder
{
    private const int LabelRank = 1;
    private const int ImageRank = 3;
    private static readonly string[] TestNames = ["t10k", "test"];

    private static readonly (string Part, string Kind, int Rank)[] Wanted =
        [("train", "images", ImageRank), ("train", "labels", LabelRank), ("t10k", "images", ImageRank), ("t10k", "labels", LabelRank)];

    /// <summary>The four files, in the order of <see cref="KnownSet.Files"/>.</summary>
    /// <exception cref="DataMissingException">One is not there; the message is what is lacking.</exception>
    public static string[] Files(string folder)
    {
        var names = OutsideFile.Names(folder);
        return [.. Wanted.Select(file => Find(folder, names, file.Part, file.Kind, file.Rank)
            ?? throw new DataMissingException($"{folder} holds no {file.Part}-{file.Kind}-idx{file.Rank}-ubyte, plain or in gzip"))];
    }

    /// <summary>The known set whose test labels the folder holds, or null: MNIST and Fashion-MNIST have the same file names.</summary>
    public static KnownSet? Owner(string folder)
    {
        try
        {
            var hash = IdxFile.Read(Files(folder)[^1], LabelRank).Sha256();
            return DataCatalog.All.FirstOrDefault(set => set.Files.Any(file => file.Sha256 == hash));
        }
        catch (Exception e) when (UserErrors.ExitCode(e) is not null)
        {
            return null; // damaged files are reported when the set is read
        }
    }

    /// <summary>Reads the four files; where <paramref name="known"/> is given, files of its length must have its SHA-256.</summary>
    public static RawSet Read(string name, KnownSet? known, string folder)
    {
        var files = Files(folder);
        var (trainImages, width, height) = Images(files[0], known, 0);
        var trainLabels = Labels(files[1], known, 1);
        var (testImages, testWidth, testHeight) = Images(files[2], known, 2);
        var testLabels = Labels(files[3], known, 3);

        if ((testWidth, testHeight) != (width, height))
            throw new DataFormatException(files[2], 8, $"test images of {testWidth} × {testHeight} pixels, but training images of {width} × {height}");
        var pixels = width * height;
        SameCount(files[1], trainLabels.Length, trainImages.Length / pixels);
        SameCount(files[3], testLabels.Length, testImages.Length / pixels);

        var classes = known is null ? trainLabels.Max() + 1 : 10;
        if (classes == 1) throw new DataFormatException(files[1], 8, "all labels are 0; at least two classes are needed");
        InClasses(files[1], trainLabels, classes);
        InClasses(files[3], testLabels, classes);
        return new RawSet(name, width, height, Channels: 1, classes,
            new RawPart(trainImages, trainLabels), new RawPart(testImages, testLabels), folder);
    }

    // The standard names, dashed or dotted, come first; then any single name that says which part and kind it is.
    private static string? Find(string folder, string[] names, string part, string kind, int rank)
    {
        foreach (var standard in (ReadOnlySpan<string>)[$"{part}-{kind}-idx{rank}-ubyte", $"{part}-{kind}.idx{rank}-ubyte"])
            foreach (var ending in (ReadOnlySpan<string>)["", ".gz"])
                if (names.Contains(Path.Join(folder, standard + ending))) return Path.Join(folder, standard + ending);

        var like = names.Where(path => SaysSo(Path.GetFileName(path), part, kind)).DistinctBy(Plain).ToArray();
        if (like.Length > 1)
            throw new DataMissingException($"{folder} holds more than one file of {part} {kind} ({string.Join(", ", like.Select(path => FileAccessErrors.Shown(Path.GetFileName(path))))}); keep one, or name it {part}-{kind}-idx{rank}-ubyte");
        return like.Length == 1 ? like[0] : null;
    }

    private static bool SaysSo(string name, string part, string kind) =>
        (name.EndsWith("ubyte", StringComparison.OrdinalIgnoreCase) || name.EndsWith("ubyte.gz", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".idx", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".idx.gz", StringComparison.OrdinalIgnoreCase))
        && name.Contains(kind, StringComparison.OrdinalIgnoreCase)
        && (part == "train" ? ["train"] : TestNames).Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Plain(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;

    private static (byte[] Values, int Width, int Height) Images(string path, KnownSet? known, int file)
    {
        var images = IdxFile.Read(path, ImageRank);
        var (height, width) = (images.Dimensions[1], images.Dimensions[2]);
        if (known is not null && (width, height) != (DataSize.Side, DataSize.Side))
            throw new DataFormatException(path, 8, $"images of {width} × {height} pixels, but {known.Name} has {DataSize.Side} × {DataSize.Side}; for other images use --dataset idx");
        if (known is not null) Verify(path, images, known, file);
        return (images.Values, width, height);
    }

    private static byte[] Labels(string path, KnownSet? known, int file)
    {
        var labels = IdxFile.Read(path, LabelRank);
        if (known is not null) Verify(path, labels, known, file);
        return labels.Values;
    }

    // A smaller file cannot be recognised and is taken at its word; one of full length must be the original.
    private static void Verify(string path, IdxArray array, KnownSet known, int file)
    {
        if (array.FileLength < known.Files[file].Length) return;
        var hash = array.Sha256();
        if (hash == known.Files[file].Sha256) return;
        var owner = DataCatalog.All.FirstOrDefault(set => set.Files.Any(other => other.Sha256 == hash));
        throw new DataFormatException(path, 0, owner is null
            ? $"SHA-256 {hash} is not that of {known.Name}; get it again, or use --dataset idx for other images"
            : $"these are the images or labels of {owner.Name}, not of {known.Name}; use --dataset {owner.Name}");
    }

    private static void SameCount(string path, int labels, int images)
    {
        if (labels != images) throw new DataFormatException(path, 4, $"{labels} labels for {images} images; the two files do not belong together");
    }

    private static void InClasses(string path, byte[] labels, int classes)
    {
        var wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        if (wrong >= 0)
            throw new DataFormatException(path, IdxFile.HeaderLength(LabelRank) + wrong, $"label {labels[wrong]}, but the training set has the classes 0 to {classes - 1}");
    }
}
