namespace DeepPuzzles.Tensors.Tests.Corpus;

// What NumPy has a name for and the library two or three calls.
internal static partial class CorpusOps
{
    private static Dictionary<string, CorpusOp> Composed => new()
    {
        ["tensordot"] = new((x, a) => Tensor.Einsum("ijk,jkl->il", x[0], x[1])),
        ["inner"] = new((x, a) => Tensor.Einsum("ik,jk->ij", x[0], x[1])),
        ["dot of all"] = new((x, a) => x[0].Flatten().Dot(x[1].Flatten())),
        ["matrix power"] = new((x, a) => x[0].MatMul(x[0]).MatMul(x[0])),
        ["add outer"] = new((x, a) => x[0].Unsqueeze(1) + x[1]),
        ["difference"] = new((x, a) => x[0][1..] - x[0][..^1]),
        ["peak to peak"] = new((x, a) => x[0].Max(a.Int("axis")) - x[0].Min(a.Int("axis"))),
        ["sum without nan"] = new((x, a) => x[0].MaskedFill(x[0].IsNaN(), 0).Sum(a.Int("axis"))),
        ["weighted average"] = new((x, a) => (x[0] * x[1]).Sum(a.Int("axis")) / x[1].Sum(a.Int("axis"))),
        ["percentile"] = new((x, a) => x[0].Quantile(a.Number("percent") / 100, a.Int("axis"))),
        ["count each"] = new((x, a) => Tensor.OnesLike(x[0]).ScatterAdd(x[0], 0, a.Int("size"))),
        ["hypotenuse"] = new((x, a) => (x[0].Square() + x[1].Square()).Sqrt()),
        ["log-add-exp"] = new((x, a) => Tensor.Stack([x[0], x[1]]).LogSumExp(0)),
        ["radians"] = new((x, a) => x[0] * (Math.PI / 180)),
        ["round to hundredths"] = new((x, a) => x[0].Round(2)),
        ["clip between arrays"] = new((x, a) => Tensor.Minimum(Tensor.Maximum(x[0], x[1]), x[2])),
        ["array equal"] = new((x, a) => x[0].Equal(x[1]).All()),
        ["all close"] = new((x, a) => x[0].IsClose(x[1]).All()),
        ["flat non-zero"] = new((x, a) => x[0].Flatten().NonZero().Squeeze(1)),
        ["rotate"] = new((x, a) => x[0].Transpose().Flip(0)),
        ["stack below"] = new((x, a) => Tensor.Concat([x[0], x[1]], 0)),
        ["stack beside"] = new((x, a) => Tensor.Concat([x[0], x[1]], 1)),
    };
}
