using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>The cases of the structural ops, and of functions composed of several ops.</summary>
internal static class StructuralCases
{
    private static readonly Tensor s_mask = Tensor.From([true, false, true, true, false, true], [2, 3]);
    private static readonly Laws.Elsewhere s_there = new();
    private static readonly Tensor s_indices = Tensor.From([2, 0, 2, 1, 1, 1, 0, 2], [2, 4]);

    private static Tensor N(string name, params int[] sizes) => Points.Normal(name, sizes);

    /// <summary>By op; a structural op that is missing here fails the tests.</summary>
    internal static readonly Dictionary<Type, GradientCase[]> ByOp = new()
    {
        [typeof(Expand)] =
        [
            new("expand [3, 1] to [2, 3, 4]", x => x[0].Expand([2, 3, 4]), [N("e1", 3, 1)]),
            new("expand [] to [3]", x => x[0].Expand([3]), [N("e2")]),
            new("expand [1, 3] to [0, 3]", x => x[0].Expand([0, 3]), [N("e3", 1, 3)]),
            new("expand [3, 1] transposed to [5, 3]", x => x[0].Transpose().Expand([5, 3]), [N("e4", 3, 1)]),
        ],
        [typeof(Reshape)] =
        [
            new("reshape [2, 6] to [3, 4]", x => x[0].Reshape(3, 4), [N("r1", 2, 6)]),
            new("reshape [2, 6] transposed to [3, 4]", x => x[0].Transpose().Reshape(3, -1), [N("r2", 2, 6)]),
            new("reshape a transposed leaf [6, 2] to [12]", x => x[0].Flatten(), [N("r3", 2, 6).Transpose()]),
            new("reshape [] to [1, 1]", x => x[0].Reshape(1, 1), [N("r4")]),
            new("reshape [0, 3] to [3, 0]", x => x[0].Reshape(3, 0), [N("r5", 0, 3)]),
            new("squeeze and unsqueeze", x => x[0].Unsqueeze(0).Squeeze(2).Unsqueeze(-1), [N("r6", 3, 1, 2)]),
        ],
        [typeof(Permute)] =
        [
            new("permute (2, 0, 1)", x => x[0].Permute(2, 0, 1), [N("p1", 2, 3, 4)]),
            new("permute (-1, 1, 0)", x => x[0].Permute(-1, 1, 0), [N("p2", 2, 3, 4)]),
            new("transpose of [3, 0]", x => x[0].Transpose(), [N("p3", 3, 0)]),
        ],
        [typeof(Copy)] = [new("copy of a transposed leaf", x => x[0].Copy(), [N("c1", 2, 3).Transpose()]), new("copy of []", x => x[0].Copy(), [N("c2")])],
        [typeof(Move)] =
        [
            new("there and back", x => x[0].MoveTo(s_there).MoveTo(x[0].Device), [N("mo1", 2, 3)]),
            new("a square there, of a transposed leaf", x => x[0].MoveTo(s_there).Square().MoveTo(x[0].Device), [N("mo2", 3, 2).Transpose()]),
            new("a product here and there", x => (x[0].MoveTo(s_there) * x[1].MoveTo(s_there)).MoveTo(x[0].Device) * x[0], [N("mo3", 4), N("mo4", 4)]),
            new("nothing there", x => x[0].MoveTo(s_there).Square().MoveTo(x[0].Device), [N("mo5", 0, 2)]),
        ],
        [typeof(Cast)] = [new("to float32 and back", x => x[0].To(DType.Float32).To(DType.Float64), [Points.Quarters(3, 4)], Exact: true)],
        [typeof(Section)] =
        [
            new("slice [1:3, ::-2]", x => x[0][1..3, Slice.Every(-2)], [N("s1", 4, 5)]),
            new("slice [-1]", x => x[0][^1], [N("s2", 4, 5)]),
            new("slice [4:0:-2]", x => x[0][Slice.Of(4, 0, -2)], [N("s3", 5)]),
            new("slice [2:2]", x => x[0][2..2], [N("s4", 4, 3)]),
            new("slice a transposed leaf [:, 1, 0:2]", x => x[0][.., 1, 0..2], [N("s5", 3, 2, 4).Permute(2, 1, 0)]),
            new("slice to a single number", x => x[0][1, 2], [N("s6", 2, 3)]),
        ],
        [typeof(Embed)] =
        [
            new("embed [2, 3] in [5, 6]", x => x[0].EmbedIn([5, 6], new Section([1, 5], [2, -2], [2, 3])), [N("m1", 2, 3)]),
            new("embed a transposed leaf", x => x[0].EmbedIn([5, 6], new Section([0, 1], [1, 1], [2, 3])), [N("m2", 3, 2).Transpose()]),
            new("embed nothing", x => x[0].EmbedIn([4], new Section([0], [1], [0])), [N("m3", 0)]),
        ],
        [typeof(Concat)] =
        [
            new("concat along 1, one of them empty", x => Tensor.Concat(x, 1), [N("k1", 2, 3), N("k2", 2, 0), N("k3", 4, 2).Transpose()]),
            new("concat of one", x => Tensor.Concat(x), [N("k4", 3)]),
            new("concat of x and x", x => Tensor.Concat([x[0], x[0] * 2]), [N("k5", 3)]),
            new("stack along -1", x => Tensor.Stack(x, -1), [N("k6", 2, 3), N("k7", 2, 3)]),
            new("stack of numbers", x => Tensor.Stack(x), [N("k8"), N("k9")]),
        ],
        [typeof(Choose)] =
        [
            new("where", x => Tensor.Where(s_mask.MoveTo(x[0].Device), x[0], x[1]), [N("w1", 2, 3), N("w2", 2, 3)]),
            new("where, all broadcast", x => Tensor.Where(s_mask.MoveTo(x[0].Device)[0], x[0], x[1]), [N("w3", 2, 1), N("w4")]),
            new("where of a transposed leaf", x => Tensor.Where(s_mask.MoveTo(x[0].Device), x[0], x[1]), [N("w5", 3, 2).Transpose(), N("w6", 1)]),
        ],
        [typeof(GatherAlong)] =
        [
            new("gather along 0", x => x[0].Gather(s_indices.MoveTo(x[0].Device), 0), [N("g1", 3, 4)]),
            new("gather along 1", x => x[0].Gather(s_indices.MoveTo(x[0].Device), 1), [N("g2", 2, 3)]),
            new("gather from a transposed leaf", x => x[0].Gather(s_indices.MoveTo(x[0].Device), -1), [N("g3", 3, 2).Transpose()]),
            new("gather nothing", x => x[0].Gather(Tensor.Zeros([0, 3], DType.Int32, x[0].Device), 0), [N("g4", 2, 3)]),
            new("rows", x => x[0].Rows(Tensor.From(2, 0, 2).MoveTo(x[0].Device)), [N("g5", 3, 4)]),
            new("rows along 1", x => x[0].Rows(Tensor.From(1, 1, 0).MoveTo(x[0].Device), 1), [N("g6", 2, 2, 3)]),
        ],
        [typeof(ScatterAlong)] =
        [
            new("scatter-add along 0", x => x[0].ScatterAdd(s_indices.MoveTo(x[0].Device), 0, 3), [N("a1", 2, 4)]),
            new("scatter-add along 1", x => x[0].ScatterAdd(s_indices.MoveTo(x[0].Device), 1, 5), [N("a2", 4, 2).Transpose()]),
        ],
        [typeof(MatrixProduct)] =
        [
            Product([3, 4], [4, 5]), Product([4], [4, 5]), Product([3, 4], [4]), Product([4], [4]), Product([2, 3, 4], [2, 4, 5]), Product([2, 1, 3, 4], [3, 4, 2]),
            Product([2, 3, 4], [4]), Product([4], [2, 4, 3]), Product([3, 4], [2, 4, 5]), Product([2, 0], [0, 3]), Product([0, 2], [2, 3]), Product([1, 1], [1, 1]),
            new("matmul of transposed leaves", x => x[0].MatMul(x[1]), [N("q1", 4, 3).Transpose(), N("q2", 5, 4).Transpose()]),
            new("matmul of sliced leaves", x => x[0].MatMul(x[1]), [N("q3", 6, 8)[Slice.Every(2), Slice.Every(-2)], N("q4", 4, 9)[.., Slice.Every(3)]]),
            new("matmul of x and its transpose", x => x[0].MatMul(x[0].Transpose()), [N("q5", 3, 4)]),
        ],
        [typeof(CumulativeSum)] = ScanCases.Sums,
        [typeof(CumulativeProduct)] = ScanCases.Products,
        [typeof(ImageConvolution)] = ConvolutionCases.Images,
        [typeof(BiasedConvolution)] = ConvolutionCases.Biased,
        [typeof(TransposedConvolution)] = ConvolutionCases.Transposed,
        [typeof(WeightConvolution)] = ConvolutionCases.Weights,
        [typeof(PseudoInverse)] = LinearAlgebraCases.PseudoInverses,
        [typeof(Determinant)] = LinearAlgebraCases.Determinants,
        [typeof(FullRank)] = LinearAlgebraCases.Ranks,
        [typeof(Affine)] =
        [
            new("affine", x => x[0].Affine(x[1], x[2]), [N("l1", 3, 4), N("l2", 4, 5), N("l3", 5)]),
            new("affine, tanh", x => x[0].Affine(x[1], x[2], default(Tanh)), [N("l4", 3, 4), N("l5", 4, 5), N("l6", 5)]),
            new("affine, sigmoid, of transposed leaves", x => x[0].Affine(x[1], x[2], default(Sigmoid)), [N("l7", 4, 3).Transpose(), N("l8", 5, 4).Transpose(), N("l9", 10)[Slice.Every(-2)]]),
            new("affine, relu, of three axes", x => x[0].Affine(x[1], x[2], default(Relu)), [N("l10", 2, 3, 4), N("l11", 4, 5), N("l12", 5)]),
            new("affine of a vector", x => x[0].Affine(x[1], x[2]), [N("l13", 4), N("l14", 4, 5), N("l15", 5)]),
            new("affine, one output", x => x[0].Affine(x[1], x[2], default(Tanh)), [N("l16", 6, 4), N("l17", 4, 1), N("l18", 1)]),
            new("affine of nothing", x => x[0].Affine(x[1], x[2], default(Tanh)), [N("l19", 3, 0), N("l20", 0, 2), N("l21", 2)]),
        ],
    };

    /// <summary>Functions of several ops.</summary>
    internal static readonly GradientCase[] Composed =
    [
        new("log-sum-exp over 0", x => x[0].LogSumExp(0), [N("f1", 3, 4)]),
        new("log-sum-exp over -1, kept", x => x[0].LogSumExp(-1, keepDims: true), [N("f2", 4, 3).Transpose()]),
        new("log-sum-exp over 1 of three axes, kept", x => x[0].LogSumExp(1, keepDims: true), [N("f20", 2, 3, 2)]),
        new("log-sum-exp over 0 of three axes", x => x[0].LogSumExp(0), [N("f21", 2, 3, 4)]),
        new("soft-max over 0 of three axes", x => x[0].SoftMax(0), [N("f22", 3, 2, 2)]),
        new("standardise over 0", x => x[0].Standardise(0), [N("f23", 4, 3)]),
        new("inverse deviation over 1 of three axes", x => x[0].InverseDeviation(1), [N("f24", 2, 4, 3)]),
        new("layer norm", x => x[0].LayerNorm(x[1], x[2]), [N("f25", 2, 3, 5), N("f26", 5), N("f27", 5)]),
        new("log-soft-max", x => x[0].LogSoftMax(), [N("f3", 3, 4)]),
        new("log-soft-max over 1 of three axes", x => x[0].LogSoftMax(1), [N("f4", 2, 3, 2)]),
        new("soft-max", x => x[0].SoftMax(), [N("f5", 2, 5)]),
        new("soft-max at large logits", x => x[0].SoftMax(), [N("f6", 2, 5) + 1e4]),
        new("mean", x => x[0].Mean(), [N("f7", 3, 4)]),
        new("mean over (0, 2)", x => x[0].Mean([0, 2]), [N("f8", 2, 3, 4)]),
        new("mean over -1, kept", x => x[0].Mean(-1, keepDims: true), [N("f9", 2, 3)]),
        new("the maximum over (0, -1)", x => x[0].Max([0, -1]), [N("f10", 2, 3, 4)]),
        new("all sums", x => x[0].Sum() * x[0].Sum(0).Sum(), [N("f11", 2, 3)]),
        new("the smallest of all", x => x[0].Min() * x[0].Max(), [N("f12", 2, 3)]),
        new("square, quotients and powers", x => (x[0].Square() + 1) / (2 - 1 / (x[0].Square() + 2)) - x[0].Pow(3), [N("f13", 2, 3)]),
        new("a layer", x => (x[0].MatMul(x[1]) + x[2]).Tanh().Mean(), [N("f14", 5, 4), N("f15", 4, 3), N("f16", 3)]),
        new("cross-entropy by gather", x => -x[0].LogSoftMax().Gather(Tensor.From([1, 0, 3], [3, 1], x[0].Device), 1).Mean(), [N("f17", 3, 4)]),
        new("distances of all pairs", x => (x[0].Unsqueeze(1) - x[1].Unsqueeze(0)).Square().Sum(-1).Sqrt(), [N("f18", 3, 2), N("f19", 4, 2)]),
        .. ConvolutionCases.Composed,
        .. ElementwiseCases.Composed,
        .. ScanCases.Composed,
        .. ArrayCases.Composed,
        .. NumberCases.Composed,
        .. LinearAlgebraCases.Composed,
    ];

    private static GradientCase Product(int[] left, int[] right) =>
        new($"matmul [{string.Join(", ", left)}] · [{string.Join(", ", right)}]", x => x[0].MatMul(x[1]), [N("left", left), N("right", right)]);
}
