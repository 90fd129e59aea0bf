using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Cases of products, running totals and sorted elements; zeros are numbers as any other.</summary>
internal static class ScanCases
{
    private static readonly (string Words, Tensor X, int[] Axes)[] s_distinct =
    [
        ("[1]", N("a", 1), [0]),
        ("[6]", N("b", 6), [0, -1]),
        ("[3, 4]", N("c", 3, 4), [0, 1]),
        ("[2, 3, 4]", N("d", 2, 3, 4), [1]),
        ("[4, 3] transposed", N("e", 3, 4).Transpose(), [0, 1]),
        ("[3, 2] sliced backwards", N("f", 5, 4)[Slice.Every(-2), Slice.Every(2)], [0, 1]),
        ("[0, 3]", N("h", 0, 3), [1]),
    ];

    private static readonly (string Words, Tensor X, int[] Axes)[] s_any =
    [
        .. s_distinct,
        ("[3, 4] broadcast", N("g", 4).Expand([3, 4]), [0, 1]),
        ("[0, 3]", N("h", 0, 3), [0]),
        ("[5] with a 0", Tensor.From(1.5, 0, -2, 0.5, 3), [0]),
    ];

    // Of a product of these the lowest derivatives are 0, and differences show the others: see ProductTests.
    private static readonly (string Words, Tensor X, int[] Axes)[] s_zeros =
        [.. s_any, ("[5] with two zeros", Tensor.From(1.5, 0, -2, 0, 3), [0]), ("[2, 3] of zeros", Tensor.Zeros([2, 3], DType.Float64), [0, 1])];

    internal static readonly GradientCase[] Sums = Along("cumulative sum", s_zeros, static (x, axis) => x.CumulativeSum(axis));

    internal static readonly GradientCase[] Products = Along("cumulative product", s_zeros, static (x, axis) => x.CumulativeProduct(axis));

    internal static readonly GradientCase[] Composed =
    [
        .. Along("product", s_any, static (x, axis) => x.Product(axis)),
        new("product of all, one of them 0", x => x[0].Product(), [Tensor.From(new double[,] { { 1.5, 2 }, { 0, 3 } })]),
        new("product over (0, 2), two of them 0", x => x[0].Product([0, 2], keepDims: true), [N("p", 2, 3, 4) * Tensor.From(1.0, 0, 0, 2)]),
        .. Along("sort", s_distinct, static (x, axis) => x.Sort(axis)),
        .. Along("sort, the largest first", s_distinct, static (x, axis) => x.Sort(axis, descending: true)),
        new("top 2 of 5", x => x[0].TopK(2).Values, [N("k", 3, 5)]),
        new("bottom 2 along 0", x => x[0].TopK(2, 0, largest: false).Values, [N("l", 5, 3).Transpose().Copy().Transpose()]),
        new("median", x => x[0].Median(1), [N("m", 3, 6)]),
        new("quantile 0.3 along 0", x => x[0].Quantile(0.3, 0, keepDims: true), [N("q", 5, 2)]),
    ];

    private static Tensor N(string name, params int[] sizes) => Points.Normal("scan " + name, sizes);

    private static GradientCase[] Along(string name, (string Words, Tensor X, int[] Axes)[] points, Func<Tensor, int, Tensor> f) =>
        [.. points.SelectMany(point => point.Axes.Select(axis => new GradientCase($"{name} of {point.Words} along {axis}", x => f(x[0], axis), [point.X])))];
}
