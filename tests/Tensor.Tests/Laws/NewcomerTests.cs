namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>What those who come from NumPy try first: it does what they mean, or says in one line what to write instead.</summary>
public sealed class NewcomerTests
{
    private static readonly Tensor s_matrix = Tensor.Zeros([4, 3]), s_vector = Tensor.Zeros([4]), s_integers = Tensor.Zeros([4, 3], DType.Int32), s_mask = Tensor.Zeros([4, 3], DType.Bool),
        s_singular = Tensor.From(new float[,] { { 1, 2 }, { 2, 4 } });

    private static readonly Dictionary<string, Func<object?>> s_misuse = new()
    {
        ["full: 1.5 is no int32, but [2] should be; use DType.Float32"] = () => Tensor.Full([2], 1.5, DType.Int32),
        ["full: 30000000000 is no int32, but [] should be; use DType.Float32"] = () => Tensor.Full([], 3e10, DType.Int32),
        ["full: 2147483648 is no int32, but [2] should be; use DType.Float32"] = () => Tensor.Full([2], 2147483648, DType.Int32),
        ["scalar: NaN is no int32, but [] should be; use DType.Float32"] = () => Tensor.Scalar(double.NaN, DType.Int32),
        ["full like: 7.5 is no int32, but [4, 3] should be; use DType.Float32"] = () => Tensor.FullLike(s_integers, 7.5),
        ["divide: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32), or use FloorDivide"] = () => 0.5 / s_integers,
        ["product: works on numbers, not on bool [4, 3]; use All"] = () => s_mask.Product(),
        ["max: works on numbers, not on bool [4, 3]; use Any"] = () => s_mask.Max(0),
        ["min: works on numbers, not on bool [4, 3]; use All"] = () => s_mask.Min(),
        ["and: [4, 3] and [4] do not broadcast: axis -1 is 3 on the left, 4 on the right; sizes must be equal or 1"] = () => s_mask & s_vector.Equal(0),
        ["or: [4, 3] and [4] do not broadcast: axis -1 is 3 on the left, 4 on the right; sizes must be equal or 1"] = () => s_mask | s_vector.Equal(0),
        ["xor: [4, 3] and [4] do not broadcast: axis -1 is 3 on the left, 4 on the right; sizes must be equal or 1"] = () => s_mask ^ s_vector.Equal(0),
        ["stack: float32 [4, 3] and int32 [4, 3] differ in dtype; convert one with .To(DType.Float32)"] = () => Tensor.Stack([s_matrix, s_integers]),
        ["inverse: [2, 2]: the matrix is singular: its column 1 is a sum of multiples of those before it; LeastSquares or PseudoInverse may be what you want"] = () => s_singular.Inverse(),
        ["rows: index 4 at position 1 of axis 0: the axis has size 4, so indices go from 0 to 3"] = () => s_matrix.Rows(Tensor.From(0, 4)),
        ["rows: index -1 at position 1 of axis 1: the axis has size 3, so indices go from 0 to 2"] = () => s_matrix.Rows(Tensor.From(0, -1), -1),
        ["rows: indices are float32 [4]; they must be int32, convert with .To(DType.Int32)"] = () => s_matrix.Rows(s_vector),
        ["rows: indices are bool [4]; they must be int32, a mask goes to MaskedSelect or MaskedFill, or its NonZero are the positions"] = () => s_matrix.Rows(s_vector.Equal(0)),
        ["gather: indices are bool [4, 3]; they must be int32, a mask goes to MaskedSelect or MaskedFill, or its NonZero are the positions"] = () => s_matrix.Gather(s_mask, 0),
        ["slice: more than one ellipsis for [4, 3]; the other axes are named one by one, with Slice.All where they are whole"] = () => s_matrix[Slice.Ellipsis, 0, Slice.Ellipsis],
        ["slice: 3 indices for [4, 3], which has 2 axes"] = () => s_matrix[0, Slice.Ellipsis, 0, 0],
        ["slice: index 3 is outside axis 1 of [4, 3], which has 3 elements"] = () => s_matrix[Slice.Ellipsis, 3],
        ["quantile: no q was given for [4, 3]; each goes from 0 to 1"] = () => s_matrix.Quantile([], 0),
        ["quantile: q is -1; it goes from 0 to 1"] = () => s_matrix.Quantile([0.5, -1], [0, 1]),
        ["bin count: float32 [4] is no int32 vector; use .Flatten() and .To(DType.Int32)"] = () => s_vector.BinCount(),
        ["bin count: int32 [4, 3] is no int32 vector; use .Flatten() and .To(DType.Int32)"] = () => s_integers.BinCount(),
        ["bin count: -2 in [3]; only whole numbers from 0 on are counted"] = () => Tensor.From(0, -2, 1).BinCount(),
        ["bin count: a length of at least -1; it must be 0 or more"] = () => Tensor.From(0, 1).BinCount(-1),
        ["bin count: 2147483648 counts; an axis has at most 2147483647"] = () => Tensor.From(int.MaxValue).BinCount(),
        ["bin count: weights [4] do not match [2]; there must be one for each element"] = () => Tensor.From(0, 1).BinCount(s_vector),
        ["bin count: works on numbers, not on bool [4]; convert with .To(DType.Float32)"] = () => Tensor.Arange(4).BinCount(s_vector.Equal(0)),
    };

    public static TheoryData<string> Messages => [.. s_misuse.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Misuse_is_told(string message) => Assert.Equal(message, Assert.Throws<TensorException>(s_misuse[message]).Message);

    [Fact]
    public void What_is_null_is_named()
    {
        (string Name, Func<object?> Of)[] all =
        [
            ("y", () => s_matrix + null!), ("x", () => null! + s_matrix), ("y", () => s_matrix - null!), ("y", () => s_matrix * null!), ("x", () => (Tensor)null! / s_matrix), ("y", () => s_mask & null!), ("x", () => null! | s_mask),
            ("right", () => s_matrix.MatMul(null!)), ("y", () => Tensor.Maximum(s_matrix, (Tensor)null!)), ("y", () => s_matrix < null!), ("y", () => s_matrix.Dot(null!)),
            ("x", () => -(Tensor)null!), ("x", () => !(Tensor)null!), ("y", () => s_matrix.IsClose(null!)), ("y", () => s_matrix.AllClose(null!)), ("weights", () => Tensor.From(0).BinCount((Tensor)null!)),
            ("tensors", () => Tensor.Concat([s_matrix, null!])), ("tensors", () => Tensor.Concat([null!])), ("tensors", () => Tensor.Stack([null!, s_matrix])), ("operands", () => Tensor.Einsum("ij,jk", s_matrix, null!)), ("operands", () => Tensor.Einsum("ij", [null!])),
        ];
        Assert.All(all, one => Assert.Equal(one.Name, Assert.Throws<ArgumentNullException>(one.Of).ParamName));
    }

    [Fact]
    public void A_value_everywhere_is_that_value()
    {
        Assert.Equal([int.MinValue, int.MinValue], Tensor.Full([2], int.MinValue, DType.Int32).ToArray<int>());
        Assert.Equal(int.MaxValue, Tensor.Scalar(int.MaxValue, DType.Int32).Item());
        Assert.Equal([true, true], Tensor.Full([2], double.NaN, DType.Bool).ToArray<bool>());
        Assert.Equal([-3, -3, -3, -3], Tensor.FullLike(s_vector, -3, DType.Int32).ToArray<int>());
    }

    [Fact]
    public void Sums_and_products_of_whole_numbers_wrap()
    {
        Tensor x = Tensor.From(int.MaxValue, int.MaxValue);
        Assert.Equal(-2, x.Sum().Item());
        Assert.Equal(1, x.Product().Item());
        Assert.Equal([int.MaxValue, -2], x.CumulativeSum().ToArray<int>());
        Assert.Equal(2.0 * int.MaxValue, x.To(DType.Float64).Sum().Item());
    }

    /// <summary>The ellipsis is as many whole axes as are left, in every place and for every number of them, 0 too.</summary>
    [Fact]
    public void An_ellipsis_is_the_axes_that_are_left()
    {
        for (int rank = 0; rank <= 4; rank++)
        {
            int[] sizes = [.. Enumerable.Range(2, rank)];
            Tensor x = Tensor.Arange(new Shape(sizes).Elements).Reshape(sizes);
            for (int before = 0; before <= rank; before++)
            {
                for (int after = 0; before + after <= rank; after++)
                {
                    Slice[] first = [.. Enumerable.Range(0, before).Select(i => i % 2 == 0 ? (Slice)1 : 0..2)], last = [.. Enumerable.Range(0, after).Select(i => i % 2 == 0 ? (Slice)(-1) : Slice.Every(-1))];
                    Slice[] whole = [.. Enumerable.Repeat(Slice.All, rank - before - after)];
                    Tensor wanted = x[[.. first, .. whole, .. last]], found = x[[.. first, Slice.Ellipsis, .. last]];
                    Assert.Equal(wanted.Shape, found.Shape);
                    Assert.Equal(wanted.ToArray<int>(), found.ToArray<int>());
                }
            }
        }
        Assert.Equal([0, 7, 2, 7], Tensor.Arange(4).Reshape(2, 2).With([Slice.Ellipsis, 1], 7).ToArray<int>());
        Assert.Equal("...", Slice.Ellipsis.ToString());
        Assert.NotEqual(Slice.All, Slice.Ellipsis);
    }

    /// <summary>np.quantile([[3, 1, 2, 4], [10, 30, 20, 60]], [0, 0.25, 1], axis=1).</summary>
    [Fact]
    public void Several_quantiles_stand_along_a_first_axis()
    {
        Tensor x = Tensor.From(new double[,] { { 3, 1, 2, 4 }, { 10, 30, 20, 60 } });
        Assert.Equal([1, 10, 1.75, 17.5, 4, 60], x.Quantile([0, 0.25, 1], 1).ToArray<double>());
        Assert.Equal(new Shape([3, 2, 1]), x.Quantile([0, 0.25, 1], -1, keepDims: true).Shape);
        Assert.Equal(new Shape([2, 1, 1]), x.Quantile([0.1, 0.9], [0, 1], keepDims: true).Shape);
        double[] q = [0.3, 0, 1, 0.5, 0.3];
        Assert.Equal(q.Select(one => x.Quantile(one).Item()), x.Quantile(q).ToArray<double>());
        Assert.Equal(q.SelectMany(one => x.Quantile(one, 0).ToArray<double>()), x.Quantile(q, 0).ToArray<double>());
        Assert.Equal([double.NaN, double.NaN], Tensor.From(1, double.NaN, 2).Quantile([0, 1]).ToArray<double>());
    }

    [Fact]
    public void Whole_numbers_are_counted()
    {
        Tensor x = Tensor.From(3, 0, 3, 1, 3);
        Assert.Equal([1, 1, 0, 3], x.BinCount().ToArray<int>());
        Assert.Equal([1, 1, 0, 3, 0, 0], x.BinCount(6).ToArray<int>());
        Assert.Equal([1, 1, 0, 3], x.BinCount(2).ToArray<int>());
        Assert.Equal([0.5, 2, 0, 21], x.BinCount(Tensor.From(1, 0.5, 4, 2, 16)).ToArray<double>());
        Assert.Equal([0, 0], Tensor.Zeros([0], DType.Int32).BinCount(2).ToArray<int>());
        Assert.Equal(0, Tensor.Zeros([0], DType.Int32).BinCount().Count);
    }

    /// <summary>Two with the same elements are two objects, so that tensors can be keys.</summary>
    [Fact]
    public void The_same_object_is_asked_for_by_two_signs_and_the_elements_by_name()
    {
        Tensor x = Tensor.From(1f, 2), y = Tensor.From(1f, 2);
        Assert.False(x == y);
        Assert.True(x.Equal(y).All().Item() == 1);
        Assert.Equal(2, new Dictionary<Tensor, int> { [x] = 0, [y] = 1 }.Count);
    }
}
