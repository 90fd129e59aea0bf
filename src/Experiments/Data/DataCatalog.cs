namespace DeepPuzzles.Experiments.Data;

/// <summary>A file of a known data set: its dashed name without ".gz", and its decoded length and SHA-256.</summary>
public sealed record KnownFile(string Name, long Length, string Sha256);

/// <summary>A data set whose bytes are known.</summary>
/// <param name="Name">What --dataset takes.</param>
/// <param name="Content">Number, size and kind of the images.</param>
/// <param name="Licence">Under which it may be used.</param>
/// <param name="Address">The folder it is downloaded from, or null where it is only embedded.</param>
/// <param name="Files">Its files, decoded.</param>
/// <param name="Archive">The gzipped tar that holds the files, with its own length and hash; null where each file is a gzip of its own.</param>
public sealed record KnownSet(
    string Name, string Content, string Licence, string? Address, IReadOnlyList<KnownFile> Files, KnownFile? Archive = null)
{
    /// <summary>What its classes show, class 0 first; empty where the numbers say it.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];
}

/// <summary>The data sets this program knows.</summary>
public static class DataCatalog
{
    // The sums of decoded bytes are those of Debian's package dataset-fashion-mnist (0.0~git20200523.55506a9-1) and of the authors' files.
    /// <summary>Zalando's images of clothes.</summary>
    public static KnownSet FashionMnist { get; } = new(
        "fashion-mnist", "60,000 + 10,000 grey images of clothes, 28 × 28, 10 classes", "MIT",
        "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion",
        [
            new("train-images-idx3-ubyte", 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            new("train-labels-idx1-ubyte", 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            new("t10k-images-idx3-ubyte", 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            new("t10k-labels-idx1-ubyte", 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        ])
    {
        Classes = ["T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"],
    };

    /// <summary>Handwritten digits of LeCun, Cortes and Burges.</summary>
    public static KnownSet Mnist { get; } = new(
        "mnist", "60,000 + 10,000 grey handwritten digits, 28 × 28, 10 classes", "CC BY-SA 3.0",
        "https://storage.googleapis.com/cvdf-datasets/mnist",
        [
            new("train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new("train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new("t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ]);

    /// <summary>Krizhevsky's colour images, binary version: five batches to train, one to test.</summary>
    public static KnownSet Cifar10 { get; } = new(
        "cifar-10", "50,000 + 10,000 colour images, 32 × 32, 10 classes", "none stated; cite Krizhevsky 2009",
        "https://www.cs.toronto.edu/~kriz",
        [
            new("data_batch_1.bin", 30_730_000, "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
            new("data_batch_2.bin", 30_730_000, "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
            new("data_batch_3.bin", 30_730_000, "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
            new("data_batch_4.bin", 30_730_000, "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
            new("data_batch_5.bin", 30_730_000, "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
            new("test_batch.bin", 30_730_000, "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b"),
        ],
        new("cifar-10-binary.tar.gz", 170_052_171, "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"))
    {
        Classes = ["aeroplane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "lorry"],
    };

    /// <summary>The 8 × 8 digits of the UCI repository (Alpaydin and Kaynak 1998), always embedded.</summary>
    public static KnownSet Digits { get; } = new(
        "digits", "1,797 grey handwritten digits, 8 × 8, 10 classes", "CC BY 4.0 (Alpaydin, Kaynak 1998)", null, []);

    /// <summary>All known sets, in the order in which they are listed.</summary>
    public static IReadOnlyList<KnownSet> All { get; } = [FashionMnist, Mnist, Digits, Cifar10];

    /// <summary>What --dataset takes: the known sets and "idx", any folder with four IDX files.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(set => set.Name), "idx"];

    /// <summary>The embedded files.</summary>
    public static IReadOnlyList<KnownFile> EmbeddedFiles { get; } =
    [
        new("fashion-mnist-train-images", 9_408_016, "39fed60d923648a6a26c8891a4a29115b7c8277438b70da22b9c4ba97262f3b4"),
        new("fashion-mnist-train-labels", 12_008, "d3ceaa7f344b00d0a41770262dfcc5d3093a9f5ea49aadeabb5631e7d67e4323"),
        new("fashion-mnist-t10k-images", 2_352_016, "d9355a24a39911afca3de56fbc26b918aec271b0506de9165ee7c1ccf75fcdce"),
        new("fashion-mnist-t10k-labels", 3_008, "6710658dee0a436f019e4e7984262db76a9a90b20e029d0b938457c2c7875f17"),
        new("digits-images", 115_024, "359cd13f0f514122884198b78a131df597421cbf5e93a76678fa96fc548f0d96"),
        new("digits-labels", 1_805, "ce71631c1f31ce56fa54f31d1d498fafacff59b001e6c30c4a5e29508aa277ad"),
    ];

    /// <summary>What the classes of a set show, class 0 first; empty where their numbers say it, or of a set that is not known.</summary>
    public static IReadOnlyList<string> Classes(string? name) => All.FirstOrDefault(set => set.Name == name)?.Classes ?? [];

    /// <summary>The same in one line, "0 T-shirt, 1 trousers …".</summary>
    public static string ClassText(string name) => string.Join(", ", Classes(name).Select((what, label) => FormattableString.Invariant($"{label} {what}")));
}
