namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Functions with a number to choose: norms of any order, powers and bounds of whole numbers, decimals, shares. The values are NumPy 1.24's.</summary>
public sealed class NumberTests
{
    private const double I = double.PositiveInfinity, N = double.NaN, Tolerance = 1e-14;

    [Fact]
    public void Norms_are_their_definitions()
    {
        Tensor x = Tensor.From(new[,] { { 3.0, 0, -4 }, { 0, 0, -0.0 } });
        (double Order, double First, double Second)[] known =
        [
            (0, 2, 0), (0.5, 13.928203230275509, 0), (1, 7, 0), (1.5, 5.584250376480029, 0), (2, 5, 0), (3, 4.497941445275415, 0), (4, 4.284572294953817, 0),
            (I, 4, 0), (-I, 0, 0), (-1, 0, 0), (-2, 0, 0),
        ];
        foreach ((double order, double first, double second) in known)
        {
            double[] norms = x.Norm(1, order: order).ToArray<double>();
            Assert.Equal(first, norms[0], Tolerance * 16);
            Assert.Equal(second, norms[1]);
            Assert.Equal(x.Flatten().Norm(0, order: order).Item(), x.Norm(order: order).Item());
            Assert.Equal(new Shape([1, 1]), x.Norm(keepDims: true, order: order).Shape);
            Assert.True(double.IsNaN(Tensor.From(N, 1).Norm(order: order).Item()) || order == 0);
        }
        Assert.Equal(2, Tensor.From(N, 0, 1).Norm(order: 0).Item());
        Assert.Equal(12.0 / 7, Tensor.From(3.0, 4).Norm(order: -1).Item(), Tolerance);
        Assert.Equal(3, Tensor.From(3.0, -4).Norm(order: -I).Item());
        Assert.Equal([0, 0, 0], Tensor.Zeros([3, 0]).Norm(1, order: 3).ToArray<float>());
        Assert.Equal(5, Tensor.Scalar(-5).Norm(order: 3).Item(), 1e-6);
    }

    /// <summary>Norms of one vector fall as the order rises: from the sum towards the largest |x|, and from the smallest towards 0.</summary>
    [Fact]
    public void A_higher_order_gives_a_smaller_norm()
    {
        Tensor x = new RandomStream(5, "orders").Normal([7, 20], dtype: DType.Float64);
        foreach (double[] orders in new double[][] { [0.25, 0.5, 1, 1.5, 2, 2.5, 3, 4, 8, I], [-I, -8, -4, -2, -1, -0.5] })
        {
            for (int i = 1; i < orders.Length; i++)
                Assert.True(x.Norm(1, order: orders[i - 1]).Greater(x.Norm(1, order: orders[i])).All().Item() == 1, $"orders {orders[i - 1]} and {orders[i]}");
        }
    }

    [Fact]
    public void Powers_of_whole_numbers_wrap()
    {
        Tensor x = Tensor.From(3, -3, int.MaxValue, 0);
        Assert.Equal([1180052131, -1180052131, int.MaxValue, 0], x.Pow(25).ToArray<int>());
        Assert.Equal([1, 1, 1, 1], x.Pow(0).ToArray<int>());
        Assert.Equal([27, 9, 1, 1], x.Pow(Tensor.From(3, 2, 4, 0)).ToArray<int>());
        for (int p = 0; p < 40; p++)
        {
            Assert.Equal(x.ToArray<int>().Select(number => (int)(uint)(System.Numerics.BigInteger.Pow(number, p) & uint.MaxValue)), x.Pow(p).ToArray<int>());
            Assert.Equal(x.Pow(p).ToArray<int>(), x.Pow(Tensor.Scalar(p, DType.Int32)).ToArray<int>());
        }
        Assert.Equal(new Shape([0, 4]), Tensor.Zeros([0, 1], DType.Int32).Pow(x[..0].Reshape(0, 1)).Reshape(0, 4).Shape);
    }

    [Fact]
    public void Bounds_of_whole_numbers()
    {
        Tensor x = Tensor.From(3, -3, int.MaxValue, 0);
        Assert.Equal([2, -2, 2, 0], x.Clamp(-2, 2).ToArray<int>());
        Assert.Equal([2, 2, 2, 2], x.Clamp(5, 2).ToArray<int>());
        Assert.Equal([2, -3, 2, 0], x.Clamp(-I, 2).ToArray<int>());
        Assert.Equal([3, 0, int.MaxValue, 0], x.Clamp(0, I).ToArray<int>());
        Assert.Equal(x.ToArray<int>(), x.Clamp(-3e9, 3e9).ToArray<int>());
        Assert.Equal(x.ToArray<int>(), x.Clamp(-I, I).ToArray<int>());
    }

    [Fact]
    public void Decimals()
    {
        Assert.Equal([1234.57, -0.12, 0.13, 2, I, N], Tensor.From(1234.5678, -0.125, 0.1251, 1.999, I, N).Round(2).ToArray<double>());
        Assert.Equal([1200, -100, 200, 200], Tensor.From(1234.5678, -149.9, 150, 250).Round(-2).ToArray<double>());
        Assert.Equal([1f, 2.5f, -0.1f], Tensor.From(1.005f, 2.5f, -0.06f).Round(1).ToArray<float>());
        Assert.Equal([20, 20, -20, int.MaxValue, int.MinValue], Tensor.From(15, 25, -15, int.MaxValue, int.MinValue).Round(-1).ToArray<int>());
        Assert.Equal([0, 0], Tensor.From(15, int.MaxValue).Round(-300).ToArray<int>());
        Tensor whole = Tensor.From(15, 3), x = Tensor.From(-2.5, 0.5, 1.5);
        Assert.Same(whole, whole.Round(3));
        Assert.Equal(x.Round().ToArray<double>(), x.Round(0).ToArray<double>());
        // Where NumPy's product is infinite, the number itself has no digits to lose.
        Assert.Equal([1e307, -1e307, 0], Tensor.From(1e307, -1e307, 5e-324).Round(3).ToArray<double>());
    }

    [Fact]
    public void All_elements_are_one_row()
    {
        Tensor x = new RandomStream(5, "rows").Normal([3, 4, 2], dtype: DType.Float64).Permute(2, 0, 1), row = x.Flatten();
        Assert.Equal(row.CumulativeSum(0).ToArray<double>(), x.CumulativeSum().ToArray<double>());
        Assert.Equal(row.CumulativeProduct(0).ToArray<double>(), x.CumulativeProduct().ToArray<double>());
        Assert.Equal(row.Median(0).Item(), x.Median().Item());
        Assert.Equal(row.Quantile(0.3, 0).Item(), x.Quantile(0.3).Item());
        Assert.Equal(Shape(1), Tensor.Scalar(3).CumulativeSum().Shape);
        Assert.Equal(Shape(), Tensor.Scalar(3).Median().Shape);
        Assert.Equal(Shape(0), Tensor.Zeros([0, 3]).CumulativeProduct().Shape);
    }

    [Fact]
    public void Quantiles_over_axes()
    {
        Tensor x = Tensor.Arange(24, DType.Float64).Reshape(2, 3, 4);
        Assert.All(new[] { 2.1, 6.1, 10.1 }.Zip(x.Quantile(0.3, [0, 2]).ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.Equal(x.Quantile(0.3, [0, 2]).ToArray<double>(), x.Quantile(0.3, [-1, 0], keepDims: true).ToArray<double>());
        Assert.Equal(Shape(1, 3, 1), x.Median([0, 2], keepDims: true).Shape);
        for (int axis = 0; axis < 3; axis++) Assert.Equal(x.Quantile(0.7, axis).ToArray<double>(), x.Quantile(0.7, [axis]).ToArray<double>());
        Assert.Equal(x.ToArray<double>(), x.Median([]).ToArray<double>());
    }

    private static Shape Shape(params int[] sizes) => sizes;

    private static readonly Tensor s_matrix = Tensor.Zeros([4, 3]), s_integers = Tensor.Zeros([4, 3], DType.Int32), s_mask = Tensor.Zeros([4, 3], DType.Bool), s_empty = Tensor.Zeros([0, 2]);

    private const int Many = 2_000_000_000;

    private static readonly Dictionary<string, Func<object?>> s_misuse = new()
    {
        ["and: [4, 3] is float32, not bool; compare it with something first"] = () => s_mask & s_matrix,
        ["or: [4, 3] is int32, not bool; compare it with something first"] = () => s_integers | s_mask,
        ["where: 0.5 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => Tensor.Where(s_mask, s_integers, 0.5),
        ["maximum: 0.5 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => Tensor.Maximum(s_integers, 0.5),
        ["is close: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_integers.Equal(0).IsClose(s_integers.Equal(0)),
        ["all close: [4, 3] and [0, 2] do not broadcast: axis -1 is 3 on the left, 2 on the right; sizes must be equal or 1"] = () => s_matrix.AllClose(s_empty),
        ["reshape: [4, 3] to [-1, -1, 3]: only one size may be -1"] = () => s_matrix.Reshape(-1, -1, 3),
        ["stack: [4, 3] and [0, 2] differ; to join along an axis that is there use Concat"] = () => Tensor.Stack([s_matrix, s_empty]),
        ["sort: [4, 3] has no axis 2; its axes are -2 to 1"] = () => s_matrix.Sort(2),
        ["divide: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32), or use FloorDivide"] = () => s_integers / 2,
        ["norm: the order of [4, 3] is NaN; it must be a number or infinite"] = () => s_matrix.Norm(order: N),
        ["norm: axis 0 of [0, 2] is empty, so there is nothing to choose from"] = () => s_empty.Norm(0, order: I),
        ["norm: axis 1 of [2, 0] is empty, so there is nothing to choose from"] = () => s_empty.Transpose().Norm(order: -I),
        ["pow: exponent -1 of int32 [4, 3]; whole numbers have no whole powers below 0, convert with .To(DType.Float64)"] = () => s_integers.Pow(-1),
        ["pow: exponent -2 of int32 [4, 3]; whole numbers have no whole powers below 0, convert with .To(DType.Float64)"] = () => s_integers.Pow(Tensor.From(1, -2, 3)),
        ["pow: 0.5 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.Pow(0.5),
        ["pow: works on numbers, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_mask.Pow(2),
        ["clamp: 0.5 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.Clamp(0.5, 2),
        ["clamp: 3000000000 is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.Clamp(3e9, I),
        ["clamp: NaN is no int32, but [4, 3] is; convert with .To(DType.Float32)"] = () => s_integers.Clamp(0, N),
        ["round: 10^39 is no float32, so [4, 3] cannot be rounded to -39 decimals"] = () => s_matrix.Round(-39),
        ["round: 10^2147483648 is no float32, so [4, 3] cannot be rounded to -2147483648 decimals"] = () => s_matrix.Round(int.MinValue),
        ["round: works on float32 and float64, not on bool [4, 3]; convert with .To(DType.Float32)"] = () => s_mask.Round(1),
        ["quantile: axis 0 of [0, 2] is empty, so there is nothing to choose from"] = () => s_empty.Quantile(0.5),
        ["median: axis 0 of [4, 3] is named twice"] = () => s_matrix.Median([0, 0]),
        ["quantile: q is 2; it goes from 0 to 1"] = () => s_matrix.Quantile(2),
        ["median: works on float32 and float64, not on int32 [4, 3]; convert with .To(DType.Float32)"] = () => s_integers.Median(),
        ["repeat: axis 1 of [0, 2] would have 4000000000 elements; an axis has at most 2147483647"] = () => s_empty.Repeat(Many, 1),
        ["repeat: axis 0 of [4, 3] would have 8000000000 elements; an axis has at most 2147483647"] = () => s_matrix.Repeat(Many, 0),
        ["tile: axis 1 of [0, 2] would have 4000000000 elements; an axis has at most 2147483647"] = () => s_empty.Tile(Many),
        ["tile: axis 2 of [1, 0, 2] would have 4000000000 elements; an axis has at most 2147483647"] = () => s_empty.Tile(3, 1, Many),
        ["pad: axis 1 of [0, 2] would have 2147483650 elements; an axis has at most 2147483647"] = () => s_empty.Pad([(0, 0), (int.MaxValue, 1)]),
        ["diag: axis 1 of [0, 2] would have 2147483649 elements; an axis has at most 2147483647"] = () => s_empty.Diag(int.MaxValue),
        ["concat: axis 1 of [0, 2000000000] would have 4000000000 elements; an axis has at most 2147483647"] = () => Tensor.Zeros([0, Many]) is var wide ? Tensor.Concat([wide, wide], 1) : null,
    };

    public static TheoryData<string> Messages => [.. s_misuse.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Misuse_is_told(string message) => Assert.Equal(message, Assert.Throws<TensorException>(s_misuse[message]).Message);

    [Fact]
    public void Nothing_may_have_long_axes()
    {
        Assert.Equal(Shape(0, Many), s_empty.Repeat(Many / 2, 1).Shape);
        Assert.Equal(Shape(Many, 0, 2), s_empty.Tile(Many, 1, 1).Shape);
        Assert.Equal(Shape(0, int.MaxValue), s_empty.Pad([(0, 0), (int.MaxValue - 2, 0)]).Shape);
    }
}
