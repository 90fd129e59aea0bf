using DeepPuzzles.Bench.Roofline;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Devices;

/// <summary>What is measured on a device, by section.</summary>
internal static class Cases
{
    public const string Launches = "launch", Builds = "build", Memory = "memory", Products = "product", TensorProducts = "tf32", Convolutions = "conv", Trainings = "train";

    private const int Small = 1 << 10;

    // Without atomics every place looks at every index of its line: the time grows with the square, and is minutes where other kernels take milliseconds.
    private const int Scattered = 1 << 16;
    private static readonly string[] s_turned = ["NT", "TN", "TT"];

    /// <summary>What a quick run looks at: one kernel of each kind, the others of its kind are bounded by the same bytes.</summary>
    private static readonly string[] s_quickKernels =
    [
        "scale", "exp", "tanh", "add", "less", "sum", "sum axis 0", "sum axis 1", "argmax", "softmax", "log-sum-exp", "cross-entropy of 10", "sgd with momentum", "adam", "uniform", "normal",
        "fill", "transpose", "gather", "max pool 2x2",
    ];

    /// <summary>The sections, as <c>--only</c> takes them.</summary>
    public static IReadOnlyList<string> Sections { get; } = [Launches, Builds, Memory, Products, TensorProducts, Convolutions, Trainings];

    /// <summary>The smallest training step of the design: what is left of it is the cost of launches.</summary>
    public static MlpStep TinyStep { get; } = new("train-tiny", [784, 32, 10], 32, 0);

    /// <summary>Training steps that are built anew.</summary>
    public static IReadOnlyList<TrainingStep> Built { get; } = [TinyStep, new MlpStep("train-mlp", [784, 512, 512, 10], 128, 0.9), new LeNetStep(64)];

    /// <summary>The cases of a section, but for builds.</summary>
    /// <param name="section">One of <see cref="Sections"/>.</param>
    /// <param name="size">How much.</param>
    public static IEnumerable<Case> Of(string section, Amount size) => section switch
    {
        Launches => [.. new[] { new Launch(Launch.Enqueued, 1), new Launch(Launch.Read, 1), new Launch(Launch.Chained, Small) }.Select(Case.Of), Case.Of(TinyStep)],
        Memory => Moving(size).Select(Case.Moving),
        Products or TensorProducts => Multiplied(size).Select(Case.Of),
        Convolutions => size.Images.SelectMany(Directions),
        Trainings => size.Steps.Select(Case.Of),
        _ => [],
    };

    private static IEnumerable<Kernel> Moving(Amount size)
    {
        int side = (int)Math.Sqrt(size.Elements);
        Kernel[] all =
        [
            .. OpKernels.All(size.Elements), .. VerbKernels.All(size.Elements).Where(kernel => kernel.Family is not ("matmul" or "conv" or "sort" or "scatter")), Rows(side), .. TensorKernels.All(size.Elements),
        ];
        int scattered = Math.Min(size.Elements, Scattered);
        Kernel scatter = VerbKernels.All(scattered).Single(kernel => kernel.Family == "scatter");
        return all.Where(kernel => !size.IsQuick || s_quickKernels.Contains(kernel.Name)).Append(scatter with { Name = $"{scatter.Name} {scattered}" });
    }

    private static Kernel Rows(int side)
    {
        var rows = new Reduction("sum", side, side, 1);
        return new Kernel("reduce", "sum axis 1", 0, rows.Bytes, device => rows.Ours(device).Run);
    }

    private static IEnumerable<Product> Multiplied(Amount size) =>
    [
        .. size.Squares.Select(n => new Product(false, "NN", n, n, n)),
        .. from form in s_turned select new Product(false, form, size.Turned, size.Turned, size.Turned),
        .. size.Batches.SelectMany(batch => Product.OfLayer(batch, 784, 512, isFirst: true).Concat(Product.OfLayer(batch, 512, 512)).Concat(Product.OfLayer(batch, 512, 10))),
    ];

    private static IEnumerable<Case> Directions(ImageConvolution images) =>
        [Case.Of(images), .. VerbKernels.Convolutions(images).Select(kernel => Case.Computing(kernel, images.Shape))];
}
