namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Elementwise methods over the dtypes, and what they refuse. Their values are those of the kernels.</summary>
public sealed class FunctionTests
{
    private const double I = double.PositiveInfinity, N = double.NaN;

    [Fact]
    public void Each_method_is_its_function()
    {
        Tensor x = Tensor.From(0.3, 0.8), y = Tensor.From(-2.0, 3);
        (Tensor, Func<double, double>)[] calls =
        [
            (x.Floor(), Math.Floor), (x.Ceiling(), Math.Ceiling), (x.Round(), Math.Round), (x.Truncate(), Math.Truncate), (x.Sign(), v => Math.Sign(v)),
            (x.Rsqrt(), v => 1 / Math.Sqrt(v)), (x.Log2(), Math.Log2), (x.Log10(), Math.Log10), (x.Tan(), Math.Tan), (x.Asin(), Math.Asin), (x.Acos(), Math.Acos),
            (x.Atan(), Math.Atan), (x.Sinh(), Math.Sinh), (x.Cosh(), Math.Cosh),
        ];
        foreach ((Tensor got, Func<double, double> f) in calls) Close([.. x.ToArray<double>().Select(f)], got);
        Close([Math.Pow(0.3, -2), Math.Pow(0.8, 3)], x.Pow(y));
        Close([Math.Atan2(0.3, -2), Math.Atan2(0.8, 3)], Tensor.Atan2(x, y));
        Close([-1.7, 0.8], x.Remainder(y));
        Close([-1, 0], x.FloorDivide(y));
    }

    private static void Close(double[] expected, Tensor actual) => Assert.All(expected.Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, 1e-14));

    [Fact]
    public void Questions()
    {
        Tensor x = Tensor.From(N, I, -I, 1e308, 0);
        Assert.Equal([true, false, false, false, false], x.IsNaN().ToArray<bool>());
        Assert.Equal([false, false, false, true, true], x.IsFinite().ToArray<bool>());
        Assert.Equal([false, true, true, false, false], x.IsInfinite().ToArray<bool>());
        foreach (Tensor other in new[] { Tensor.From(int.MinValue, 0, 7), Tensor.From(true, false, true) })
        {
            Assert.Equal([false, false, false], other.IsNaN().ToArray<bool>());
            Assert.Equal([true, true, true], other.IsFinite().ToArray<bool>());
            Assert.Equal([false, false, false], other.IsInfinite().ToArray<bool>());
        }
        Assert.False(x.Track().IsFinite().IsTracked);
        Assert.Equal(new Shape([0, 2]), Tensor.Zeros([0, 2]).IsNaN().Shape);
    }

    [Fact]
    public void Whole_numbers_are_rounded_already()
    {
        Tensor x = Tensor.From(int.MinValue, -3, 0, 5);
        Assert.All([x.Floor(), x.Ceiling(), x.Round(), x.Truncate()], y => Assert.Same(x, y));
        Assert.Equal([-1, -1, 0, 1], x.Sign().ToArray<int>());
        Assert.Equal([0, 1, 0, 1], x.Remainder(2).ToArray<int>());
        Assert.Equal([int.MinValue / 2, -2, 0, 2], x.FloorDivide(2).ToArray<int>());
        Assert.Equal([0, -27, 0, 125], x.Pow(Tensor.Scalar(3, DType.Int32)).ToArray<int>());
        Assert.Equal([0, 0, 0, 0], x.FloorDivide(0).ToArray<int>());
    }

    [Fact]
    public void Either_but_not_both()
    {
        Tensor x = Tensor.From(true, true, false, false), y = Tensor.From(true, false, true, false);
        Assert.Equal([false, true, true, false], (x ^ y).ToArray<bool>());
        Assert.Equal(((x | y) & !(x & y)).ToArray<bool>(), (x ^ y).ToArray<bool>());
        Assert.Equal(new Shape([4, 4]), (x.Reshape(4, 1) ^ y).Shape);
    }

    [Fact]
    public void Products_and_running_totals()
    {
        Tensor x = Tensor.From(new[,] { { 1, 2, 3 }, { 4, 0, -6 } });
        Assert.Equal(0, x.Product().Item());
        Assert.Equal([6, 0], x.Product(-1).ToArray<int>());
        Assert.Equal(new Shape([1, 3]), x.Product([0], keepDims: true).Shape);
        Assert.Equal([4, 0, -18], x.Product([0]).ToArray<int>());
        Assert.Equal([1, 1, 1], Tensor.Zeros([0, 3], DType.Int32).Product(0).ToArray<int>());
        Assert.Equal(1, Tensor.Zeros([0]).Product().Item());
        Assert.Equal([1, 3, 6, 4, 4, -2], x.CumulativeSum(1).ToArray<int>());
        Assert.Equal([1, 2, 3, 5, 2, -3], x.CumulativeSum(-2).ToArray<int>());
        Assert.Equal([1, 2, 6, 4, 0, 0], x.CumulativeProduct(-1).ToArray<int>());
        Assert.Equal(0, Tensor.Zeros([3, 0]).CumulativeSum(1).Count);
        // The last running total is the total, in any layout.
        foreach (Tensor y in new[] { x, x.Transpose(), x[.., Slice.Every(-2)], x[0].Expand([4, 3]) })
        {
            Assert.Equal(y.Sum(0).ToArray<int>(), y.CumulativeSum(0)[^1].ToArray<int>());
            Assert.Equal(y.Product(0).ToArray<int>(), y.CumulativeProduct(0)[^1].ToArray<int>());
        }
    }

    private static readonly Tensor s_matrix = Tensor.Zeros([4, 3]), s_integers = Tensor.Zeros([4, 3], DType.Int32), s_mask = Tensor.Zeros([4, 3], DType.Bool);

    private static readonly Dictionary<string, Func<object?>> s_misuse = new()
    {
        ["sign: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_mask.Sign(),
        ["abs: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_mask.Abs(),
        ["negate: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => -s_mask,
        ["leaky relu: 0.01 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.LeakyRelu(),
        ["leaky relu: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_mask.LeakyRelu(),
        ["tan: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32)"] = () => s_integers.Tan(),
        ["floor: works on float32 and float64, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_mask.Floor(),
        ["atan2: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32)"] = () => Tensor.Atan2(s_integers, s_integers),
        ["remainder: 0.5 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.Remainder(0.5),
        ["pow: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_mask.Pow(s_mask),
        ["xor: [4, 3] is float32, not bool; compare it with something first"] = () => s_matrix ^ s_matrix,
        ["cumulative sum: [4, 3] has no axis 2; its axes are -2 to 1"] = () => s_matrix.CumulativeSum(2),
        ["cumulative product: [] has no axis 0; its axes are none"] = () => Tensor.Scalar(1).CumulativeProduct(0),
        ["cumulative sum: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_mask.CumulativeSum(0),
        ["product: axis 1 of [4, 3] is named twice"] = () => s_matrix.Product([1, -1]),
        ["argsort: [] has no axis -1; its axes are none"] = () => Tensor.Scalar(1).ArgSort(),
        ["top-k: k is 4, but axis 1 of [4, 3] has 3 elements; k goes from 0 to that"] = () => s_matrix.TopK(4),
        ["top-k: k is -1, but axis 0 of [4, 3] has 4 elements; k goes from 0 to that"] = () => s_matrix.TopK(-1, 0),
        ["quantile: q is 1.5; it goes from 0 to 1"] = () => s_matrix.Quantile(1.5, 0),
        ["quantile: q is NaN; it goes from 0 to 1"] = () => s_matrix.Quantile(double.NaN, 0),
        ["median: axis 0 of [0, 3] is empty, so there is nothing to choose from"] = () => Tensor.Zeros([0, 3]).Median(0),
        ["quantile: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32)"] = () => s_integers.Quantile(0.5, 0),
    };

    public static TheoryData<string> Messages => [.. s_misuse.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Misuse_is_told(string message) => Assert.Equal(message, Assert.Throws<TensorException>(s_misuse[message]).Message);
}
