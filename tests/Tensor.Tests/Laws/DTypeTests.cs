namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Conversions, whole numbers and truth values.</summary>
public sealed class DTypeTests
{
    private static readonly double[] s_numbers = [0, -0.0, 1.9, -1.9, 0.5, 1e10, -1e10, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-60, 16777217];

    [Fact]
    public void Floats_become_whole_numbers_towards_zero_and_saturate()
    {
        int[] expected = [0, 0, 1, -1, 0, int.MaxValue, int.MinValue, int.MaxValue, 0, int.MaxValue, int.MinValue, 0, 16777217];
        Assert.Equal(expected, Tensor.From(s_numbers).To(DType.Int32).ToArray<int>());
        Assert.Equal(expected[..8], Tensor.From<double>(s_numbers.AsSpan(0, 8)).To(DType.Float32).To(DType.Int32).ToArray<int>());
    }

    [Fact]
    public void Doubles_become_floats_to_nearest() =>
        Assert.Equal(s_numbers.Select(x => (float)x), Tensor.From(s_numbers).To(DType.Float32).ToArray<float>());

    [Fact]
    public void What_is_not_zero_is_true()
    {
        Assert.Equal(s_numbers.Select(x => x != 0), Tensor.From(s_numbers).To(DType.Bool).ToArray<bool>());
        Assert.Equal([true, false, true], Tensor.From(-3, 0, 7).To(DType.Bool).ToArray<bool>());
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.Int32)]
    public void True_is_one_in_any_layout(DType dtype)
    {
        Tensor mask = Tensor.From([true, false, false, true, true, false], [2, 3]).Transpose();
        Assert.Equal([1, 1, 0, 1, 0, 0], mask.To(dtype).To(DType.Int32).ToArray<int>());
        Assert.Equal([1, 1, 0, 1, 0, 0], mask.Copy().To(dtype).To(DType.Int32).ToArray<int>());
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    [InlineData(DType.Int32)]
    public void A_mask_becomes_numbers_in_one_pass(DType dtype)
    {
        var device = new Kernels.CpuDevice(1);
        Tensor mask = Tensor.Ones([4], DType.Bool, device);
        long acquired = device.Memory.Acquired;
        Assert.Equal(4, mask.To(dtype).Count);
        Assert.Equal(1, device.Memory.Acquired - acquired);
    }

    [Fact]
    public void A_conversion_to_the_same_type_is_the_tensor_itself()
    {
        Tensor x = Tensor.From(1f);
        Assert.Same(x, x.To(DType.Float32));
    }

    [Fact]
    public void Tracking_survives_only_between_floats()
    {
        Tensor x = Tensor.From(1f).Track();
        Assert.True(x.To(DType.Float64).IsTracked);
        Assert.False(x.To(DType.Int32).IsTracked);
        Assert.False(x.To(DType.Bool).IsTracked);
        Assert.False(x.Less(0).IsTracked);
    }

    [Fact]
    public void Whole_numbers_wrap_and_compare()
    {
        Tensor x = Tensor.From(int.MaxValue, -5, 3), y = Tensor.From(1, -5, 4);
        Assert.Equal([int.MinValue, -10, 7], (x + y).ToArray<int>());
        Assert.Equal([int.MaxValue - 1, 0, -1], (x - y).ToArray<int>());
        Assert.Equal([-2, -10, 6], (x * 2).ToArray<int>());
        Assert.Equal([-int.MaxValue, 5, -3], (-x).ToArray<int>());
        Assert.Equal([int.MaxValue, 5, 3], x.Abs().ToArray<int>());
        Assert.Equal([int.MaxValue, -5, 4], Tensor.Maximum(x, y).ToArray<int>());
        Assert.Equal([1, -5, 3], Tensor.Minimum(x, y).ToArray<int>());
        Assert.Equal([false, false, true], x.Less(y).ToArray<bool>());
        Assert.Equal([false, true, false], x.Equal(y).ToArray<bool>());
        Assert.Equal(int.MaxValue - 2, Tensor.From(int.MaxValue, 3, -5, 0).Sum().Item());
        Assert.Equal(-5, x.Min().Item());
        Assert.Equal(0, x.ArgMax(0).Item());
    }

    [Fact]
    public void Truth_values_compare_choose_and_move_but_do_not_add()
    {
        Tensor x = Tensor.From(true, false, true), y = Tensor.From(true, true, false);
        Assert.Equal([true, false, false], x.Equal(y).ToArray<bool>());
        Assert.Equal([false, true, true], x.NotEqual(y).ToArray<bool>());
        Assert.Equal([true, true, true], Tensor.Where(x, x, y).ToArray<bool>());
        Assert.Equal([true, false, true], x[Slice.Every(-1)].ToArray<bool>());
        Assert.Equal([true, true, true, false], Tensor.Concat([x, y])[2..].ToArray<bool>());
        Assert.Equal([false, true], x.Gather(Tensor.From(1, 2), 0).ToArray<bool>());
        Assert.Equal([true, false, false], (x & y).ToArray<bool>());
        Assert.Equal([true, true, true], (x | y).ToArray<bool>());
        Assert.Equal([false, true, false], (!x).ToArray<bool>());
        Assert.Equal(new Shape([3, 3]), (x.Reshape(3, 1) & y).Shape);
        Assert.Throws<TensorException>(() => x & Tensor.Ones([3]));
        Assert.Throws<TensorException>(() => !Tensor.Ones([3]));
        Assert.Throws<TensorException>(() => x + y);
        Assert.Throws<TensorException>(() => x.Sum());
    }

    [Fact]
    public void Made_tensors()
    {
        Assert.Equal([1f, 0, 0, 1], Tensor.Eye(2).ToArray<float>());
        Assert.Equal([0, 0, 1, 1, 0, 0], Tensor.OneHot(Tensor.From(2, 0), 3, DType.Int32).ToArray<int>());
        Assert.Equal(new Shape([2, 2, 3]), Tensor.OneHot(Tensor.Zeros([2, 2], DType.Int32), 3).Shape);
        Assert.Equal([0, 1, 2], Tensor.Arange(3).ToArray<int>());
        Assert.Equal([1, 2, 3, 4], Tensor.From(new[,] { { 1, 2 }, { 3, 4 } }).ToArray<int>());
        Assert.Equal([true, true], Tensor.Ones([2], DType.Bool).ToArray<bool>());
        Assert.Equal(2.5, Tensor.Scalar(2.5, DType.Float64).Item());
        Assert.Equal(1, Tensor.Full([], 7, DType.Bool).Item());
    }
}
