using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Cases of the functions of arrays: statistics, rearranging, indexing, einsum. All are composed of ops that have rules.</summary>
internal static class ArrayCases
{
    private static readonly Tensor s_mask = Tensor.From([true, false, true, true, false, true], [2, 3]);
    private static readonly Tensor s_rows = Tensor.From([2, -1, 0, 2], [2, 2]), s_columns = Tensor.From([1, -2]), s_pair = Tensor.From([0, 3], [2, 1]);

    private static Tensor N(string name, params int[] sizes) => Points.Normal(name, sizes);

    /// <summary>Named by what they check.</summary>
    internal static readonly GradientCase[] Composed = [.. Statistics, .. Rearranging, .. Indexing, .. Products];

    private static GradientCase[] Statistics =>
    [
        new("variance over (0, 2)", x => x[0].Variance([0, 2]), [N("va", 2, 3, 4)]),
        new("variance over -1, kept, corrected", x => x[0].Variance(-1, keepDims: true, correction: 1), [N("vb", 4, 3).Transpose()]),
        new("variance of all", x => x[0].Variance(), [N("vc", 3, 4)[Slice.Every(-2)]]),
        new("variance of nothing along the other axis", x => x[0].Variance(1), [N("vd", 0, 3)]),
        new("standard deviation over 0", x => x[0].StandardDeviation(0), [N("ve", 4, 3)]),
        new("standard deviation of all, corrected", x => x[0].StandardDeviation([0, 1], correction: 1), [N("vf", 3, 4)]),
        new("2-norm over 1", x => x[0].Norm(1), [N("na", 3, 4)]),
        new("2-norm of all", x => x[0].Norm(), [N("nb", 2, 3, 2).Permute(2, 0, 1)]),
        new("1-norm over (0, -1), kept", x => x[0].Norm([0, -1], keepDims: true, order: 1), [N("nc", 2, 3, 4)]),
        new("largest norm over 0", x => x[0].Norm(0, order: double.PositiveInfinity), [N("nd", 4, 3)]),
        new("log-sum-exp over (0, 2)", x => x[0].LogSumExp([0, 2]), [N("la", 2, 3, 4)]),
        new("log-sum-exp over (2, 0), kept", x => x[0].LogSumExp([2, 0], keepDims: true), [N("lb", 2, 3, 4)]),
        new("log-sum-exp of all", x => x[0].LogSumExp(), [N("lc", 3, 2).Transpose()]),
        new("soft-max over (0, 2)", x => x[0].SoftMax([0, 2]), [N("ld", 2, 3, 2)]),
        new("log-soft-max over (-1, 0)", x => x[0].LogSoftMax([-1, 0]), [N("le", 2, 2, 3)]),
    ];

    private static GradientCase[] Rearranging =>
    [
        new("flip over (0, 2)", x => x[0].Flip(0, -1), [N("fa", 2, 3, 4)]),
        new("flip of all", x => x[0].Flip(), [N("fb", 3, 2).Transpose()]),
        new("roll by 2 along 1", x => x[0].Roll(2, 1), [N("ra", 2, 5)]),
        new("roll by -4 in row-major order", x => x[0].Roll(-4), [N("rb", 2, 3)]),
        new("repeat along 0 and -1", x => x[0].Repeat(2, 0).Repeat(3, -1), [N("rc", 2, 3)]),
        new("tile (2, 1, 3)", x => x[0].Tile(2, 1, 3), [N("ta", 2, 2)]),
        new("tile of a number", x => x[0].Tile(2, 2), [N("tb")]),
        new("split and joined in another order", x => x[0].Split([1, 3, 1], 1) is var p ? Tensor.Concat([p[2], p[0] * 2, p[1]], 1) : x[0], [N("sa", 2, 5)]),
        new("pad with 0", x => x[0].Pad([(1, 0), (0, 2)]), [N("pa", 2, 3)]),
        new("pad with 2.5", x => x[0].Pad([(1, 2), (0, 1)], 2.5), [N("pb", 3, 2).Transpose()]),
        new("pad by the edge", x => x[0].Pad([(2, 1), (0, 3)], PadMode.Edge), [N("pc", 2, 3)]),
        new("pad by reflection, far", x => x[0].Pad([(4, 1), (0, 7)], PadMode.Reflect), [N("pd", 2, 3)]),
        new("pad symmetrically", x => x[0].Pad([(2, 3)], PadMode.Symmetric), [N("pe", 3)]),
        new("pad around", x => x[0].Pad([(2, 4)], PadMode.Wrap), [N("pf", 3)]),
        new("move axis 0 to 2, squeeze all", x => x[0].MoveAxis(0, 2).Squeeze(), [N("ma", 2, 1, 3)]),
        new("diagonal 1 of matrices", x => x[0].Diagonal(1), [N("da", 2, 3, 4)]),
        new("diagonal -1 of a transposed leaf", x => x[0].Diagonal(-1), [N("db", 3, 4).Transpose()]),
        new("diagonal beyond", x => x[0].Diagonal(9), [N("dc", 3, 3)]),
        new("diag -1 of rows", x => x[0].Diag(-1), [N("dd", 2, 3)]),
        new("trace of matrices", x => x[0].Trace(), [N("de", 2, 3, 3)]),
        new("upper triangle 1", x => x[0].UpperTriangle(1), [N("tc", 3, 4)]),
        new("lower triangle of matrices", x => x[0].LowerTriangle(), [N("td", 2, 3, 3)]),
    ];

    private static GradientCase[] Indexing =>
    [
        new("at one axis, indices repeat", x => x[0].At(null, s_rows.MoveTo(x[0].Device)), [N("aa", 2, 3)]),
        new("at two axes", x => x[0].At(s_pair.MoveTo(x[0].Device), s_columns.MoveTo(x[0].Device)), [N("ab", 4, 3, 2)]),
        new("at axes 0 and 2", x => x[0].At(s_rows.MoveTo(x[0].Device), null, s_columns.MoveTo(x[0].Device)), [N("ac", 3, 2, 4)]),
        new("at of a transposed leaf", x => x[0].At(s_pair.MoveTo(x[0].Device), s_columns.MoveTo(x[0].Device)), [N("ad", 3, 4).Transpose()]),
        new("index-add at one axis", x => x[0].IndexAdd(x[1], null, s_rows.MoveTo(x[0].Device)), [N("ia", 2, 3), N("ib", 2, 2, 2)]),
        new("index-add at axes 0 and 2, broadcast", x => x[0].IndexAdd(x[1], s_rows.MoveTo(x[0].Device), null, s_columns.MoveTo(x[0].Device)), [N("ic", 3, 2, 4), N("id", 2)]),
        new("put where indices repeat", x => x[0].Put(x[1], s_rows.MoveTo(x[0].Device)), [N("pu", 3, 2), N("pv", 2, 2, 2)]),
        new("put at axes 0 and 2", x => x[0].Put(x[1], s_pair.MoveTo(x[0].Device), null, s_columns.MoveTo(x[0].Device)), [N("pw", 4, 2, 3), N("px", 2, 1, 2)]),
        new("masked select", x => x[0].MaskedSelect(s_mask.MoveTo(x[0].Device)), [N("ms", 2, 3)]),
        new("masked select of rows", x => x[0].MaskedSelect(s_mask.MoveTo(x[0].Device)[0]), [N("mt", 3, 2)]),
        new("masked select of nothing", x => x[0].MaskedSelect(s_mask.MoveTo(x[0].Device) & !s_mask.MoveTo(x[0].Device)), [N("mu", 2, 3)]),
        new("masked fill", x => x[0].MaskedFill(s_mask.MoveTo(x[0].Device)[1], 3), [N("mv", 2, 3)]),
        new("masked fill by values", x => x[0].MaskedFill(s_mask.MoveTo(x[0].Device), x[1]), [N("mw", 2, 3), N("mx", 3)]),
        new("with a section replaced", x => x[0].With([1.., Slice.Every(-2)], x[1]), [N("wa", 3, 5), N("wb", 3)]),
        new("with a row replaced", x => x[0].With([^1], x[1]), [N("wc", 3, 4).Transpose(), N("wd", 3)]),
        new("with a number in a section", x => x[0].With([Slice.All, 0], 1.5) * x[0], [N("we", 2, 3)]),
    ];

    private static GradientCase[] Products =>
    [
        new("outer", x => x[0].Outer(x[1]), [N("oa", 3), N("ob", 2)]),
        new("dot", x => x[0].Dot(x[1]), [N("oc", 4), N("od", 4)]),
        new("dot of x and x", x => x[0].Dot(x[0]), [N("oe", 4)]),
        Sum("ij,jk->ik", [2, 3], [3, 4]), Sum("ij,kj->ki", [2, 3], [4, 3]), Sum("bij,bjk->bki", [2, 2, 3], [2, 3, 2]), Sum("ii->i", [3, 3]), Sum("ii", [3, 3]),
        Sum("iij,jk->ki", [2, 2, 3], [3, 2]), Sum("i,ij,j->", [2], [2, 3], [3]), Sum("ij,jk,kl->il", [2, 3], [3, 2], [2, 4]), Sum("i,j,k", [2], [3], [2]),
        Sum("...ij,jk->...ik", [2, 2, 3], [3, 2]), Sum("...i,...i->...", [2, 1, 3], [4, 3]), Sum("bi,bj->bij", [2, 3], [2, 2]), Sum("bij,ij->b", [2, 3, 2], [3, 2]),
        Sum("ij,j->i", [2, 3], [1]), Sum("ij,ij,ij->j", [2, 3], [2, 3], [2, 3]),
        new("einsum of x and x", x => Tensor.Einsum("ij,kj->ik", x[0], x[0]), [N("ea", 2, 3)]),
    ];

    private static GradientCase Sum(string equation, params int[][] shapes) =>
        new($"einsum {equation} of {string.Join(", ", shapes.Select(sizes => new Shape(sizes)))}", x => Tensor.Einsum(equation, x), [.. shapes.Select((sizes, i) => N($"{equation}{i}", sizes))]);
}
