namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Comparisons as they are written, choices with a number, near equality.</summary>
public sealed class QuestionTests
{
    private const double I = double.PositiveInfinity, N = double.NaN;

    [Fact]
    public void Operators_are_their_methods()
    {
        foreach (DType dtype in new[] { DType.Float32, DType.Float64, DType.Int32 })
        {
            Tensor x = Tensor.From(-1, 0, 1, 2).To(dtype), y = Tensor.From(new[,] { { 0 }, { 1 } }).To(dtype);
            Same(x.Less(y), x < y, y > x);
            Same(x.LessOrEqual(y), x <= y, y >= x);
            Same(x.Less(1), x < 1, 1 > x);
            Same(x.LessOrEqual(1), x <= 1, 1 >= x);
            Same(x.Greater(1), x > 1, 1 < x);
            Same(x.GreaterOrEqual(1), x >= 1, 1 <= x);
        }
        Tensor nan = Tensor.From(N);
        Assert.DoesNotContain(true, Tensor.Concat([nan < 0, nan > 0, nan <= 0, nan >= 0, 0 < nan, 0 > nan, 0 <= nan, 0 >= nan]).ToArray<bool>());
    }

    private static void Same(Tensor expected, params Tensor[] others)
    {
        foreach (Tensor other in others)
        {
            Assert.Equal(expected.Shape, other.Shape);
            Assert.Equal(expected.ToArray<bool>(), other.ToArray<bool>());
        }
    }

    [Fact]
    public void A_number_on_one_side()
    {
        Tensor x = Tensor.From(-1, 0, 2), y = Tensor.From(-1f, float.NaN, 2);
        Assert.Equal([7, 7, 2], Tensor.Where(x > 0, x, 7).ToArray<int>());
        Assert.Equal([-1, 0, 7], Tensor.Where(x > 0, 7, x).ToArray<int>());
        Assert.Equal([0, 0, 2], Tensor.Maximum(x, 0).ToArray<int>());
        Assert.Equal([-1, 0, 0], Tensor.Minimum(x, 0).ToArray<int>());
        Assert.Equal([0.5f, float.NaN, 2], Tensor.Maximum(y, 0.5).ToArray<float>());
        Assert.Equal([-1, float.NaN, 0.5f], Tensor.Minimum(y, 0.5).ToArray<float>());
        Assert.Equal([true, false], Tensor.Where(Tensor.From(true, false), Tensor.From(true, true), 0).ToArray<bool>());
    }

    /// <summary>As NumPy's isclose gives them.</summary>
    [Fact]
    public void Near_equality()
    {
        Tensor x = Tensor.From(1, 1, 1e-9, 1e10, 1e10, I, I, -I, N, 0), y = Tensor.From(1.00002, 1.000005, 0, 1.0001e10, 1.00001e10, I, 1, I, N, -0.0);
        Assert.Equal([false, true, true, false, true, true, false, false, false, true], x.IsClose(y).ToArray<bool>());
        Assert.Equal([true, true, true, true, true, true, false, false, false, true], x.IsClose(y, relative: 1e-3).ToArray<bool>());
        Assert.False(Tensor.Scalar(1).IsClose(Tensor.Scalar(I)).Item() == 1);
        Assert.True(x[..3].AllClose(y[..3], relative: 1e-4));
        Assert.False(x.AllClose(y));
        Assert.True(Tensor.Zeros([0]).AllClose(Tensor.Ones([0])));
        Assert.True(Tensor.Ones([3, 2]).AllClose(Tensor.Scalar(1)));
        Assert.False(x.Track().IsClose(y).IsTracked);
        Tensor whole = Tensor.From(0, 100_000, int.MaxValue, int.MinValue), near = Tensor.From(1, 100_001, int.MinValue, int.MaxValue);
        Assert.Equal([false, true, false, false], whole.IsClose(near).ToArray<bool>());
        Assert.True(whole.AllClose(whole));
        Assert.True(whole.AllClose(near, absolute: 1L << 32));
    }

    [Fact]
    public void Where_a_tensor_came_from_can_be_read()
    {
        Tensor x = Tensor.Ones([2, 3]).Track("x");
        Assert.Equal("add of [2, 3], [2, 3]", (x + Tensor.Ones([3])).Origin!.ToString());
        Assert.Equal(x.Origin!.OpName, x.Origin.ToString());
    }
}
