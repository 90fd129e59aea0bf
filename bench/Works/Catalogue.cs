namespace DeepPuzzles.Bench.Works;

/// <summary>Everything that is compared with the peers: the shapes that the bars of the design name.</summary>
internal static class Catalogue
{
    // A power of two of float32 numbers that fills 64 MB: beyond the caches.
    private const int Far = 1 << 24;
    private const int FirstLevel = 1 << 11, SecondLevel = 1 << 15;

    private static readonly int[] s_squares = [32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048];
    private static readonly int[] s_quickSquares = [32, 64, 128, 256, 512];

    private static readonly string[] s_functions = ["exp", "tanh", "sigmoid", "log"];
    private static readonly int[] s_matrices = [10, 100, 500];

    public static IReadOnlyList<Work> All { get; } =
    [
        .. s_squares.Select(n => new Product(false, "NN", n, n, n, s_quickSquares.Contains(n))),
        new Product(false, "NT", 512, 512, 512),
        new Product(false, "TN", 512, 512, 512),
        // 784-512-512-10, batch 128
        .. Product.OfLayer(128, 784, 512, isFirst: true, isQuick: true),
        .. Product.OfLayer(128, 512, 512, isQuick: true),
        .. Product.OfLayer(128, 512, 10),
        // 784-32-10, batch 32
        .. Product.OfLayer(32, 784, 32, isFirst: true, isQuick: true),
        .. Product.OfLayer(32, 32, 10),
        // LeNet-5 with 20 and 50 maps, batch 64: its dense layers, and its convolutions as products of one image's windows
        .. Product.OfLayer(64, 800, 500),
        .. Product.OfLayer(64, 500, 10),
        .. Product.OfConvolution(1, 20, 5, 28, isFirst: true),
        .. Product.OfConvolution(20, 50, 5, 12),
        .. s_squares.Select(n => new Product(true, "NN", n, n, n, n is 64 or 256)),
        new Product(true, "NT", 512, 512, 512),
        new Product(true, "TN", 512, 512, 512),
        .. from op in s_functions from count in new[] { FirstLevel, SecondLevel } select new Elementwise(op, count, count == FirstLevel),
        new Elementwise("add", Far, IsQuick: true),
        new Elementwise("scale", Far, IsQuick: true),
        .. Elementwise.Ops.Except(s_functions).Except(["add", "scale"]).Select(op => new Elementwise(op, FirstLevel)),
        new Reduction("sum", 1, Far, 1, IsQuick: true),
        new Reduction("sum", 1, SecondLevel, 1, IsQuick: true),
        new Reduction("max", 1, SecondLevel, 1),
        new Reduction("sum", 512, 512, 0),
        new Reduction("sum", 512, 512, 1),
        new RunningTotals("cumsum", 1, SecondLevel, 1, IsQuick: true),
        new RunningTotals("cumsum", 512, 512, 0),
        new RunningTotals("cumsum", 512, 512, 1),
        new RunningTotals("cumprod", 512, 512, 1),
        new ProductGradient("prod", SecondLevel, IsQuick: true),
        new ProductGradient("cumprod", SecondLevel),
        new SortedRows(1, SecondLevel),
        new SortedRows(512, 512, IsQuick: true),
        new LargestOfRows(1, SecondLevel, 10),
        new LargestOfRows(512, 512, 10),
        .. from op in new[] { "cholesky", "qr", "eigh", "svd" } from n in s_matrices select new Factors(op, n, n == 100),
        .. s_matrices.Select(n => new LinearSystem(n, n == 100)),
        new SoftMaxRows(128, 10),
        new SoftMaxRows(64, 512, IsQuick: true),
        new SoftMaxRows(64, 1000),
        new ImageConvolution(64, 32, 28, 64, 3, 1, IsQuick: true),
        new ImageConvolution(64, 1, 28, 20, 5, 0),
        new ImageConvolution(64, 20, 12, 50, 5, 0),
        new MlpStep("train-mlp", [784, 512, 512, 10], 128, 0.9),
        new LeNetStep(64),
        new MlpStep("train-tiny", [784, 32, 10], 32, 0),
        new TinyGraph(8),
    ];

    /// <summary>The kinds of work there are, as <c>--only</c> takes them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(work => work.Name).Distinct()];
}
