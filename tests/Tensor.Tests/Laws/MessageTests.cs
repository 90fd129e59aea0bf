using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Errors name the op, the shapes, the axis and the way out. Each line is a misuse and what it is told.</summary>
public sealed class MessageTests
{
    private static readonly Tensor s_matrix = Tensor.Zeros([4, 3]), s_vector = Tensor.Zeros([4]), s_number = Tensor.Scalar(1),
        s_integers = Tensor.Zeros([4, 3], DType.Int32), s_truths = Tensor.Zeros([4, 3], DType.Bool), s_double = Tensor.Zeros([4, 3], DType.Float64);

    private static readonly Dictionary<string, Func<object?>> s_misuse = new()
    {
        ["add: [4, 3] and [4] do not broadcast: axis -1 is 3 on the left, 4 on the right; sizes must be equal or 1"] = () => s_matrix + s_vector,
        ["multiply: [4, 3] and [1, 2, 3] do not broadcast: axis -2 is 4 on the left, 2 on the right; sizes must be equal or 1"] = () => s_matrix * Tensor.Zeros([1, 2, 3]),
        ["add: float32 [4, 3] and int32 [4, 3] differ in dtype; convert one with .To(DType.Float32)"] = () => s_matrix + s_integers,
        ["less: float64 [4, 3] and float32 [4] differ in dtype; convert one with .To(DType.Float64)"] = () => s_double.Less(s_vector),
        ["greater: [4, 3] and [4] do not broadcast: axis -1 is 3 on the left, 4 on the right; sizes must be equal or 1"] = () => s_matrix.Greater(s_vector),
        ["where: int32 [4, 3] and float64 [4, 3] differ in dtype; convert one with .To(DType.Float64)"] = () => Tensor.Where(s_truths, s_integers, s_double),
        ["less: bool [4, 3] and int32 [4, 3] differ in dtype; convert one with .To(DType.Int32)"] = () => s_truths.Less(s_integers),
        ["greater or equal: float32 [4] and int32 [4, 3] differ in dtype; convert one with .To(DType.Float32)"] = () => s_vector.GreaterOrEqual(s_integers),
        ["less: 0.5 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.Less(0.5),
        ["greater: 0.5 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.Greater(0.5),
        ["equal: NaN is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.Equal(double.NaN),
        ["add: 3000000000 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers + 3e9,
        ["multiply: 0.5 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers * 0.5,
        ["log-softmax: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32)"] = () => s_integers.LogSoftMax(),
        ["divide: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32), or use FloorDivide"] = () => s_integers / s_integers,
        ["exp: works on float32 and float64, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_truths.Exp(),
        ["add: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_truths + s_truths,
        ["sum: works on numbers, not on bool [4, 3]; use CountNonZero"] = () => s_truths.Sum(),
        ["mean: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32)"] = () => s_integers.Mean(),
        ["track: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32)"] = () => s_integers.Track(),
        ["where: the mask [4, 3] is float32, not bool; compare it with something first"] = () => Tensor.Where(s_matrix, s_matrix, s_matrix),
        ["shape: [] has no axis -1; its axes are none"] = () => s_number.Shape.Without(-1),
        ["shape: [4, 3] has no axis 2; its axes are -2 to 1"] = () => s_matrix.Shape.Without(2),
        ["shape: [4] has no axis 1; its axes are -1 to 0"] = () => s_vector.Shape.With(1, 5),
        ["sum: [4, 3] has no axis 2; its axes are -2 to 1"] = () => s_matrix.Sum(2),
        ["max: [] has no axis 0; its axes are none"] = () => s_number.Max(0),
        ["sum: axis 1 of [4, 3] is named twice"] = () => s_matrix.Sum([1, -1]),
        ["max: axis 0 of [0, 3] is empty, so there is nothing to choose from"] = () => Tensor.Zeros([0, 3]).Max(0),
        ["argmax: axis 0 of [0] is empty, so there is nothing to choose from"] = () => Tensor.Zeros([0]).ArgMax(0),
        ["expand: [4, 3] does not broadcast to [4, 6]: axis -1 is 3, not 1 or 6"] = () => s_matrix.Expand([4, 6]),
        ["expand: [4, 3] does not broadcast to [3], which has fewer axes"] = () => s_matrix.Expand([3]),
        ["expand: [4, 3] does not broadcast to [], which has fewer axes"] = () => s_matrix.Expand([]),
        ["reshape: [4, 3] has 12 elements, [5, 2] has 10"] = () => s_matrix.Reshape(5, 2),
        ["reshape: [4, 3] has 12 elements, which [5, -1] cannot hold"] = () => s_matrix.Reshape(5, -1),
        ["shape: [2, -3] has a negative size"] = () => Tensor.Zeros([2, -3]),
        ["shape: [65536, 65536] has more than 2147483647 elements; split the tensor"] = () => Tensor.Zeros([65536, 65536]),
        ["shape: 9 axes; a tensor has at most 8"] = () => Tensor.Zeros([1, 1, 1, 1, 1, 1, 1, 1, 1]),
        ["permute: [4, 3] has 2 axes, 3 were named"] = () => s_matrix.Permute(0, 1, 2),
        ["permute: [0, 0] names an axis of [4, 3] twice"] = () => s_matrix.Permute(0, 0),
        ["transpose: [4] has no axis -2; its axes are -1 to 0"] = () => s_vector.Transpose(),
        ["slice: 3 indices for [4, 3], which has 2 axes"] = () => s_matrix[0, 0, 0],
        ["slice: index 4 is outside axis 0 of [4, 3], which has 4 elements"] = () => s_matrix[4],
        ["slice: index -4 is outside axis 1 of [4, 3], which has 3 elements"] = () => s_matrix[0, -4],
        ["slice: a step of 0 on axis 0 of [4, 3] never ends; use 1 or another whole number"] = () => s_matrix[Slice.Every(0)],
        ["slice: index ^0 is outside axis 0 of [4, 3], which has 4 elements"] = () => s_matrix[^0],
        ["slice: start (0), step (1) and size [2] must have one number for each axis of [4, 3]"] = () => s_matrix.Take(new Section([0], [1], [2])),
        ["slice: elements 2 to 4 of axis 0 do not lie in [4], which has 4 there"] = () => s_vector.Take(new Section([2], [1], [3])),
        ["slice: elements 2 to -1 of axis 0 do not lie in [4], which has 4 there"] = () => s_vector.Take(new Section([2], [-3], [2])),
        ["slice: elements 100000 to 100000 of axis 1 do not lie in [4, 3], which has 3 there"] = () => s_matrix.Take(new Section([0, 100000], [1, 1], [1, 1])),
        ["slice: elements 0 to 2147483647 of axis 0 do not lie in [4], which has 4 there"] = () => s_vector.Take(new Section([0], [int.MaxValue], [2])),
        ["slice: a step of 0 on axis 0 of [4] takes one element 2 times; use Expand"] = () => s_vector.Take(new Section([0], [0], [2])),
        ["embed: [4] does not fill a section [2]; they must be the same"] = () => s_vector.EmbedIn([2], new Section([0], [1], [2])),
        ["slice: elements 0 to 3 of axis 0 do not lie in [3], which has 3 there"] = () => s_vector.EmbedIn([3], new Section([0], [1], [4])),
        ["concat: no tensors were given"] = () => Tensor.Concat([]),
        ["concat: [4, 3] and [4] differ along an axis other than 0"] = () => Tensor.Concat([s_matrix, s_vector]),
        ["concat: [4, 3] and [2, 3] differ along an axis other than 1"] = () => Tensor.Concat([s_matrix, Tensor.Zeros([2, 3])], 1),
        ["stack: [4, 3] takes a new axis from 0 to 2, not 3"] = () => Tensor.Stack([s_matrix], 3),
        ["unsqueeze: [4] takes a new axis from 0 to 1, not 2"] = () => s_vector.Unsqueeze(2),
        ["squeeze: axis 1 of [4, 3] is 3, not 1"] = () => s_matrix.Squeeze(1),
        ["matmul: [4, 3] · [4]: the inner sizes differ, 3 on the left and 4 on the right; transpose one?"] = () => s_matrix.MatMul(s_vector),
        ["matmul: [4, 3] · []: a single number is no matrix; use *"] = () => s_matrix.MatMul(s_number),
        ["matmul: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32)"] = () => s_integers.MatMul(s_integers),
        ["matmul: [2] and [3] do not broadcast: axis -1 is 2 on the left, 3 on the right; sizes must be equal or 1"] = () => Tensor.Zeros([2, 1, 1]).MatMul(Tensor.Zeros([3, 1, 1])),
        ["gather: indices are float32 [4, 3]; they must be int32, convert with .To(DType.Int32)"] = () => s_matrix.Gather(s_matrix, 0),
        ["gather: indices [2, 2] must have the shape of [4, 3] but along axis 0"] = () => s_matrix.Gather(Tensor.Zeros([2, 2], DType.Int32), 0),
        ["rows: indices have shape [4, 3]; they must be a vector"] = () => s_matrix.Rows(s_integers),
        ["scatter-add: indices are int32 [4, 3]; they must be int32 [4], as the elements"] = () => s_vector.ScatterAdd(s_integers, 0, 3),
        ["item: [4] has 4 elements, not one; reduce or index first"] = () => s_vector.Item(),
        ["to array: [4] holds float32, not float64; convert with .To(DType.Float64)"] = () => s_vector.ToArray<double>(),
        ["from: 3 elements do not fill shape [2, 2], which has 4"] = () => Tensor.From([1f, 2, 3], [2, 2]),
        ["tensors hold float, double, int or bool, not Int64: convert first, as with Array.ConvertAll(values, x => (int)x), or (float)x"] = () => Tensor.From(1L, 2L),
        ["random: int32 [2]: draw float32 or float64, or use Integers or Bernoulli"] = () => new RandomStream(1, "a").Uniform([2], dtype: DType.Int32),
        ["random: there is no whole number from 0 to 0 - 1; the bound must be at least 1"] = () => new RandomStream(1, "a").Next(0),
        ["random: there is no whole number from 0 to -3 - 1; the bound must be at least 1"] = () => new RandomStream(1, "a").Integers([2], -3),
        ["bernoulli: a probability of 1.5; it goes from 0 to 1"] = () => new RandomStream(1, "a").Bernoulli([2], 1.5),
        ["bernoulli: a probability of NaN; it goes from 0 to 1"] = () => new RandomStream(1, "a").Bernoulli([2], double.NaN),
        ["log-sum-exp: axis 0 of [0, 3] is empty, so there is nothing to fold"] = () => Tensor.Zeros([0, 3]).LogSumExp(0),
        ["cross-entropy: labels [3] do not match [4, 3]; they must be [4], one for each row"] = () => s_matrix.CrossEntropy(Tensor.From(0, 1, 2)),
        ["cross-entropy: rows [4] do not match [4, 3]; they must have the same shape, and class labels are int32: convert them with .To(DType.Int32)"] = () => s_matrix.CrossEntropy(s_vector),
        ["cross-entropy: a single number is no row; it must be [..., n]"] = () => s_number.CrossEntropy(s_number),
        ["one-hot: labels are float32 [4]; they must be int32, convert with .To(DType.Int32)"] = () => Tensor.OneHot(s_vector, 3),
        ["one-hot: label 3 of row 2: there are 3 classes, so labels go from 0 to 2"] = () => Tensor.OneHot(Tensor.From(0, 2, 3, -1), 3),
        ["cross-entropy: label 3 of row 1: there are 3 classes, so labels go from 0 to 2"] = () => s_matrix.CrossEntropy(Tensor.From(0, 3, 1, 2)),
        ["gather: index 4 at position 1 of axis 0: the axis has size 4, so indices go from 0 to 3"] = () => s_vector.Gather(Tensor.From(0, 4), 0),
        ["scatter-add: index -1 at position 1 of axis 0: the axis has size 2, so indices go from 0 to 1"] = () => s_vector.ScatterAdd(Tensor.From(0, -1, 0, 0), 0, 2),
        ["affine: the inputs [4, 3] have 3 columns; the weight [4, 3] takes 4"] = () => s_matrix.Affine(s_matrix, Tensor.Zeros([3])),
        ["affine: the bias [4] must be [5], one number for each column of the weight [3, 5]"] = () => s_matrix.Affine(Tensor.Zeros([3, 5]), s_vector),
        ["affine: the weight [4] is no matrix [k, n]"] = () => s_matrix.Affine(s_vector, s_vector),
        ["affine: a single number is no row; inputs are [..., k]"] = () => s_number.Affine(s_matrix, s_vector),
        ["layer norm: float64 [4, 3] and float32 [3] differ in dtype; convert one with .To(DType.Float64)"] = () => s_double.LayerNorm(Tensor.Zeros([3]), Tensor.Zeros([3])),
        ["layer norm: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32)"] = () => s_integers.LayerNorm(Tensor.Zeros([3]), Tensor.Zeros([3])),
        ["layer norm: scale [4] and shift [4] do not fit rows of [4, 3]; both must be [3]"] = () => s_matrix.LayerNorm(s_vector, s_vector),
        ["step: parameter 'w' is float32 [4], the gradient float32 [4, 3]; they must be the same, and float32 or float64"] = () =>
        {
            new Parameter("w", s_vector).Step(new Descent(new Pace(1)), s_matrix);
            return null;
        },
        ["step: parameter 'w' lacks a cell of state"] = () =>
        {
            new Parameter("w", s_vector).Step(new Momentum(new Pace(1), 0.9), s_vector);
            return null;
        },
        ["step: the state 'v float32 [4, 3]' does not fit parameter 'w float32 [4]'; it must have the same shape, dtype and device"] = () =>
        {
            new Parameter("w", s_vector).Step(new Momentum(new Pace(1), 0.9), s_vector, new Parameter("v", s_matrix));
            return null;
        },
        ["step: parameter 'w' and its state must all be different cells"] = () =>
        {
            Parameter w = new("w", s_vector), v = new("v", s_vector);
            w.Step(new AdaptiveMoments(new Pace(1), 0.9, 0.999, 1, 1e-8), s_vector, v, v);
            return null;
        },
        ["update: parameter 'w' is float32 [4], the new value float32 [4, 3]; they must be the same"] = () =>
        {
            new Parameter("w", s_vector).Update(s_matrix);
            return null;
        },
    };

    public static TheoryData<string> Messages => [.. s_misuse.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Misuse_is_told(string message) => Assert.Equal(message, Assert.Throws<TensorException>(s_misuse[message]).Message);

    [Fact]
    public void Devices_that_share_no_memory_do_not_mix()
    {
        Assert.Equal(3, (Tensor.Scalar(1, device: new ReferenceDevice()) + Tensor.Scalar(2)).Item());
        Tensor x = Tensor.From(1f, 2);
        Assert.Same(x, x.MoveTo(new ReferenceDevice()));
    }
}
