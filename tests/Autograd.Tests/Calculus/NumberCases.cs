using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Cases of functions with an order, an exponent or a share to choose, and of those that take all elements as one row.</summary>
internal static class NumberCases
{
    /// <summary>With zeros among them: where the norm is smooth there, it must be so for differences too.</summary>
    private static readonly Tensor s_zeros = Tensor.From(new[,] { { 1.5, 0, -2 }, { 0, 0.7, 3 } });

    internal static readonly GradientCase[] Composed =
    [
        .. Norms([0.5, 1.5, 2.5, 3, 4, -1, -2]),
        new("4-norm over 1, with zeros", x => x[0].Norm(1, order: 4), [s_zeros]),
        new("3-norm over 1, with zeros", x => x[0].Norm(1, order: 3), [s_zeros]),
        new("0-norm over 1", x => x[0].Norm(1, order: 0), [N("c", 3, 4)]),
        new("smallest norm over (0, -1)", x => x[0].Norm([0, -1], order: double.NegativeInfinity), [N("d", 2, 3, 4)]),
        new("3-norm of all, kept", x => x[0].Norm(keepDims: true, order: 3), [N("e", 3, 2).Transpose()]),
        new("3-norm of a number", x => x[0].Norm(order: 3), [N("f")]),
        new("3-norm of nothing along the other axis", x => x[0].Norm(1, order: 3), [N("g", 0, 3)]),
        new("round to 2 decimals, between the steps", x => x[0].Round(2), [Tensor.From(1.2342, -0.7777, 12.5013)]),
        new("round to tens, between the steps", x => x[0].Round(-1), [N("h", 2, 3) * 2 + 50]),
        new("clamp", x => x[0].Clamp(-0.5, double.PositiveInfinity), [Tensor.From(-3.0, -0.2, 0.3, 5)]),
        new("the larger of each element and a number", x => Tensor.Maximum(x[0], 0.25), [Tensor.From(-3.0, -0.2, 0.3, 5)]),
        new("the smaller of each element and a number", x => Tensor.Minimum(x[0], 0.25), [Tensor.From(-3.0, -0.2, 0.3, 5)]),
        new("where, a number elsewhere", x => Tensor.Where(x[0] > 0, x[0] * x[0], 2), [N("p", 3, 4)]),
        new("where, a number there", x => Tensor.Where(1 >= x[0], -1.5, x[0] * x[0]), [N("q", 4, 3).Transpose()]),
        new("cumulative sum of all", x => x[0].CumulativeSum(), [N("i", 3, 2).Transpose()]),
        new("cumulative sum of a number", x => x[0].CumulativeSum(), [N("j")]),
        new("cumulative product of all", x => x[0].CumulativeProduct(), [N("k", 2, 3)[Slice.Every(-1)]]),
        new("median of all", x => x[0].Median(), [N("l", 4, 3).Transpose()]),
        new("median over (0, 2), kept", x => x[0].Median([0, 2], keepDims: true), [N("m", 2, 3, 4)]),
        new("quantile 0.3 over (2, 0)", x => x[0].Quantile(0.3, [2, 0]), [N("n", 2, 3, 4)]),
        new("quantile 0.9 of a number", x => x[0].Quantile(0.9), [N("o")]),
    ];

    private static Tensor N(string name, params int[] sizes) => Points.Normal("number " + name, sizes);

    private static GradientCase[] Norms(double[] orders) =>
    [
        .. orders.Select(p => new GradientCase(FormattableString.Invariant($"{p}-norm over 0"), x => x[0].Norm(0, order: p), [Away(N("a", 3, 4))])),
        .. orders.Select(p => new GradientCase(FormattableString.Invariant($"{p}-norm over (0, 2) of a permuted leaf"), x => x[0].Norm([0, 2], order: p), [Away(N("b", 4, 2, 3)).Permute(2, 0, 1)])),
    ];

    // Off 0, where roots and reciprocals have no slope.
    private static Tensor Away(Tensor x) => x + x.Sign() * 0.3;
}
