using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>The cases of the row ops: alone, beside rows or labels, with and without a factor, in any layout.</summary>
internal static class RowCases
{
    private static readonly Tensor s_labels = Tensor.From(2, 0, 4);

    private static readonly (string Words, Func<string, Tensor> X)[] s_rows =
    [
        ("[5]", name => N(name, 5)),
        ("[3, 4]", name => N(name, 3, 4)),
        ("[2, 3, 9]", name => N(name, 2, 3, 9)),
        ("[3, 17]", name => N(name, 3, 17)),
        ("[4, 3] transposed", name => N(name, 3, 4).Transpose()),
        ("[3, 4] sliced backwards", name => N(name, 6, 9)[Slice.Every(2), Slice.Of(8, 0, -2)]),
        ("[3, 4] broadcast", name => N(name, 1, 4).Expand([3, 4])),
        ("[0, 3]", name => N(name, 0, 3)),
        ("[3, 1]", name => N(name, 3, 1)),
    ];

    /// <summary>By op; a row op with a rule that is missing here fails the tests.</summary>
    internal static readonly Dictionary<Type, GradientCase[]> ByOp = new()
    {
        [typeof(SoftMax)] = Alone("softmax", x => x.SoftMax()),
        [typeof(LogSoftMax)] = Alone("log-softmax", x => x.LogSoftMax()),
        [typeof(LogSumExp)] = Alone("log-sum-exp", x => x.LogSumExp(-1)),
        [typeof(Standardise)] = Alone("standardise", x => x.Standardise(-1, 0.3)),
        [typeof(InverseDeviation)] = Alone("inverse deviation", x => x.InverseDeviation(-1, 0.3)),
        [typeof(SoftMaxGradient)] = Beside("softmax gradient", (x, y, f) => x.MapRows<SoftMaxGradient, Sum>(default, y, f)),
        [typeof(LogSoftMaxGradient)] = Beside("log-softmax gradient", (x, y, f) => x.MapRows<LogSoftMaxGradient, Sum>(default, y, f)),
        [typeof(StandardiseGradient)] = Beside("standardise gradient", (x, y, f) => x.MapRows<StandardiseGradient, Sum>(default, y, f)),
        [typeof(CrossEntropyGradient)] =
        [
            .. Beside("cross-entropy gradient", (x, y, f) => x.MapRows<CrossEntropyGradient, Max>(default, y, f)),
            new("cross-entropy gradient at labels", x => x[0].MapRows<CrossEntropyGradient, Max>(default, s_labels.MoveTo(x[0].Device)), [N("l1", 3, 5)]),
            new("cross-entropy gradient at labels, with a factor", x => x[0].MapRows<CrossEntropyGradient, Max>(default, s_labels.MoveTo(x[0].Device), x[1]), [N("l2", 5, 3).Transpose(), N("l3", 3)]),
        ],
        [typeof(CrossEntropy)] =
        [
            new("cross-entropy at labels", x => x[0].CrossEntropy(s_labels.MoveTo(x[0].Device)), [N("c1", 3, 5)]),
            new("cross-entropy at one label", x => x[0].CrossEntropy(Tensor.Scalar(1, DType.Int32, x[0].Device)), [N("c2", 4)]),
            new("cross-entropy at labels of a transposed leaf", x => x[0].CrossEntropy(s_labels.MoveTo(x[0].Device)), [N("c3", 5, 3).Transpose()]),
            new("cross-entropy of rows", x => x[0].CrossEntropy(x[1]), [N("c4", 2, 3, 5), N("c5", 2, 3, 5)]),
            new("cross-entropy of broadcast rows", x => x[0].CrossEntropy(x[1]), [N("c6", 3, 5), N("c7", 5).Expand([3, 5])]),
            new("cross-entropy of x and its own softmax", x => x[0].CrossEntropy(x[0].SoftMax()), [N("c8", 3, 5)]),
            new("cross-entropy of nothing", x => x[0].CrossEntropy(Tensor.Zeros([0], DType.Int32, x[0].Device)), [N("c9", 0, 5)]),
        ],
    };

    private static Tensor N(string name, params int[] sizes) => Points.Normal("row " + name, sizes);

    private static GradientCase[] Alone(string name, Func<Tensor, Tensor> f) =>
        [.. s_rows.Select(rows => new GradientCase($"{name} of {rows.Words}", x => f(x[0]), [rows.X(name)]))];

    private static GradientCase[] Beside(string name, Func<Tensor, Tensor, Tensor?, Tensor> f) =>
    [
        .. s_rows.Select(rows => new GradientCase($"{name} of {rows.Words}", x => f(x[0], x[1], null), [rows.X(name + " x"), rows.X(name + " y")])),
        .. s_rows.Select(rows => new GradientCase($"{name} of {rows.Words} with a factor", x => f(x[0], x[1], x[2]), [rows.X(name + " x"), rows.X(name + " y").Copy(), rows.X(name + " f").Sum(-1)])),
    ];
}
