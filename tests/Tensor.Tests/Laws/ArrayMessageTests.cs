namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>The functions of arrays refuse in one line that names the op, the shapes, the axis and the way out.</summary>
public sealed class ArrayMessageTests
{
    private static readonly Tensor s_matrix = Tensor.Zeros([4, 3]), s_vector = Tensor.Zeros([4]), s_number = Tensor.Scalar(1), s_integers = Tensor.Zeros([4, 3], DType.Int32),
        s_truths = Tensor.Zeros([4, 3], DType.Bool), s_index = Tensor.From(0, 1);

    private static readonly Dictionary<string, Func<object?>> s_misuse = new()
    {
        ["variance: axis 1 of [4, 3] is named twice"] = () => s_matrix.Variance([1, -1]),
        ["standard deviation: [4, 3] has no axis 2; its axes are -2 to 1"] = () => s_matrix.StandardDeviation(2),
        ["variance: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32)"] = () => s_integers.Variance(),
        ["norm: works on float32 and float64, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_truths.Norm(),
        ["any: axis 0 of [4, 3] is named twice"] = () => s_matrix.Any([0, 0]),
        ["all: [4, 3] has no axis -3; its axes are -2 to 1"] = () => s_matrix.All(-3),
        ["count non-zero: [] has no axis 0; its axes are none"] = () => s_number.CountNonZero(0),
        ["softmax: axis 0 of [4, 3] is named twice"] = () => s_matrix.SoftMax([0, -2]),
        ["log-softmax: works on float32 and float64, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_truths.LogSoftMax([0, 1]),
        ["flip: axis 1 of [4, 3] is named twice"] = () => s_matrix.Flip(1, 1),
        ["roll: [4, 3] has no axis 2; its axes are -2 to 1"] = () => s_matrix.Roll(1, 2),
        ["repeat: axis 1 of [4, 3] -1 times; the count must be 0 or more"] = () => s_matrix.Repeat(-1, 1),
        ["tile: axis 0 of [4, 3] -2 times; the count must be 0 or more"] = () => s_matrix.Tile(-2, 1),
        ["split: axis 0 of [4, 3] is 4, which does not divide into 3 parts; give their sizes"] = () => s_matrix.Split(3),
        ["split: parts of 5 elements in all, but axis 1 of [4, 3] is 3"] = () => s_matrix.Split([2, 3], 1),
        ["split: a part of -1 elements"] = () => s_matrix.Split([5, -1]),
        ["move axis: [4] has no axis 1; its axes are -1 to 0"] = () => s_vector.MoveAxis(0, 1),
        ["pad: 1 pairs of widths for [4, 3], which has 2 axes; give one for each"] = () => s_matrix.Pad([(1, 1)]),
        ["pad: widths (0, -1) on [4]; they must be 0 or more, to cut use a slice"] = () => s_vector.Pad([(0, -1)]),
        ["pad: axis 1 of [4, 0] is empty and has no elements to repeat; pad with a value"] = () => Tensor.Zeros([4, 0]).Pad([(0, 0), (0, 1)], PadMode.Edge),
        ["pad: 0.5 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.Pad([(1, 1), (0, 0)], 0.5),
        ["diagonal: [4] is no matrix; it must be [..., n, m]"] = () => s_vector.Diagonal(),
        ["trace: [] is no matrix; it must be [..., n, m]"] = () => s_number.Trace(),
        ["trace: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_truths.Trace(),
        ["upper triangle: [4] is no matrix; it must be [..., n, m]"] = () => s_vector.UpperTriangle(),
        ["lower triangle: [4] is no matrix; it must be [..., n, m]"] = () => s_vector.LowerTriangle(),
        ["diag: a single number is no row; it must be [..., n]"] = () => s_number.Diag(),
        ["dot: [4] and [4, 3]; they must be vectors of one size, for matrices use MatMul"] = () => s_vector.Dot(s_matrix),
        ["matmul: works on float32 and float64, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_truths.MatMul(s_truths),
        ["at: 3 indices for [4, 3], which has 2 axes"] = () => s_matrix.At(s_index, s_index, s_index),
        ["at: no index of [4, 3] was given; for slices use x[...]"] = () => s_matrix.At(null, null),
        ["at: the index of axis 0 is float32 [4]; it must be int32, convert with .To(DType.Int32)"] = () => s_matrix.At(s_vector),
        ["at: the index of axis 1 is bool [4, 3]; it must be int32, a mask goes to MaskedSelect or MaskedFill, or its NonZero are the positions"] = () => s_matrix.At(null, s_truths),
        ["at: index 3 is outside axis 1 of [4, 3], which has 3 elements"] = () => s_matrix.At(null, Tensor.From(0, 3)),
        ["put: index -5 is outside axis 0 of [4, 3], which has 4 elements"] = () => s_matrix.Put(s_number, Tensor.From(0, -5)),
        ["index-add: [2] and [3] do not broadcast: axis -1 is 2 on the left, 3 on the right; sizes must be equal or 1"] = () => s_matrix.IndexAdd(s_number, s_index, Tensor.From(0, 1, 2)),
        ["index-add: values [4] do not broadcast to [2, 3]"] = () => s_matrix.IndexAdd(s_vector, s_index),
        ["index-add: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_truths.IndexAdd(Tensor.Zeros([], DType.Bool), s_index),
        ["put: float32 [4, 3] and int32 [2] differ in dtype; convert one with .To(DType.Float32)"] = () => s_matrix.Put(s_index, s_index),
        ["masked select: the mask [4, 3] is float32, not bool; compare it with something first"] = () => s_matrix.MaskedSelect(s_matrix),
        ["masked select: the mask [4, 3] must have the sizes of [4], all or the first ones"] = () => s_vector.MaskedSelect(s_truths),
        ["masked fill: the mask [4, 3] does not broadcast to [4]"] = () => s_vector.MaskedFill(s_truths, 0),
        ["masked fill: 0.5 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.MaskedFill(s_truths, 0.5),
        ["masked fill: values [4] do not broadcast to [4, 3]"] = () => s_matrix.MaskedFill(s_truths, s_vector),
        ["with: values [4] do not broadcast to [3]"] = () => s_matrix.With([0], s_vector),
        ["with: index 4 is outside axis 0 of [4, 3], which has 4 elements"] = () => s_matrix.With([4], 0),
        ["with: NaN is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.With([0], double.NaN),
        ["arange: a step of 0 from 1 to 3 never ends"] = () => Tensor.Arange(1, 3, 0),
        ["arange: from 0.5 to Infinity by 1 never ends; the numbers must be finite, the step not 0"] = () => Tensor.Arange(0.5, double.PositiveInfinity),
        ["arange: from -2147483648 to 2147483647 by 1 are 4294967295 elements; a tensor has at most 2147483591"] = () => Tensor.Arange(int.MinValue, int.MaxValue),
        ["arange: from 3000000000 to 3000000002 by 1 does not fit int32; use DType.Float64"] = () => Tensor.Arange(3e9, 3e9 + 2, 1, DType.Int32),
        ["arange: from -2147483647 to -2147483650 by -1 does not fit int32; use DType.Float64"] = () => Tensor.Arange(-2147483647.0, -2147483650.0, -1, DType.Int32),
        ["linspace: from 0 to Infinity; both ends and their distance must be finite"] = () => Tensor.Linspace(0, double.PositiveInfinity, 3),
        ["linspace: from NaN to 1; both ends and their distance must be finite"] = () => Tensor.Linspace(double.NaN, 1, 1),
        ["linspace: from 0 to 3000000000 does not fit int32; use DType.Float64"] = () => Tensor.Linspace(0, 3e9, 3, DType.Int32),
        ["linspace: -1 elements; the count must be 0 or more"] = () => Tensor.Linspace(0, 1, -1),
        ["eye: -1 rows and 2 columns; both must be 0 or more"] = () => Tensor.Eye(-1, 2),
        ["einsum: 'ij' without operands"] = () => Tensor.Einsum("ij"),
        ["einsum: 'ij,jk' names 2 operands, 1 was given"] = () => Tensor.Einsum("ij,jk", s_matrix),
        ["einsum: 'ijk' names 3 axes of operand 0, whose shape is [4, 3]"] = () => Tensor.Einsum("ijk", s_matrix),
        ["einsum: 'ij,jk->ik' has 'j' with size 3 and, in operand 1, with size 4; sizes must be equal or 1"] = () => Tensor.Einsum("ij,jk->ik", s_matrix, s_matrix),
        ["einsum: 'ii' has 'i' twice in operand 0, with sizes 4 and 3"] = () => Tensor.Einsum("ii", s_matrix),
        ["einsum: 'ij->k' has 'k' in the result but in no operand"] = () => Tensor.Einsum("ij->k", s_matrix),
        ["einsum: 'ij->ii' has 'i' twice in the result"] = () => Tensor.Einsum("ij->ii", s_matrix),
        ["einsum: 'i1' has '1', which is no letter from a to z or A to Z, no comma, no -> and no ..."] = () => Tensor.Einsum("i1", s_matrix),
        ["einsum: '...i...' has more than one ellipsis in '...i...'"] = () => Tensor.Einsum("...i...", s_matrix),
        ["einsum: '...i->i' has an ellipsis in an operand and none in the result"] = () => Tensor.Einsum("...i->i", s_matrix),
        ["einsum: 'i->j->k' has more than one ->"] = () => Tensor.Einsum("i->j->k", s_vector),
        ["einsum: '...i,...i' has axis -1 of the ellipsis with size 4 and, in operand 1, with size 2; sizes must be equal or 1"] = () => Tensor.Einsum("...i,...i", s_matrix, Tensor.Zeros([2, 3])),
        ["einsum: float32 [4, 3] and int32 [4, 3] differ in dtype; convert one with .To(DType.Float32)"] = () => Tensor.Einsum("ij,ij", s_matrix, s_integers),
        ["einsum: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => Tensor.Einsum("ij", s_truths),
    };

    [Fact]
    public void An_equation_that_is_missing_is_told() =>
        Assert.Equal("equation", Assert.Throws<ArgumentNullException>(() => Tensor.Einsum(null!, s_matrix)).ParamName);

    public static TheoryData<string> Messages => [.. s_misuse.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Misuse_is_told(string message) => Assert.Equal(message, Assert.Throws<TensorException>(s_misuse[message]).Message);
}
