namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Tensors from a few numbers, from nested arrays and from other tensors.</summary>
public sealed class CreationTests
{
    [Fact]
    public void Nested_arrays_are_row_major()
    {
        Tensor x = Tensor.From(new[, ,] { { { 1, 2, 3 }, { 4, 5, 6 } } });
        Assert.Equal(new Shape([1, 2, 3]), x.Shape);
        Assert.Equal(6, x[0, 1, 2].Item());
        Assert.Equal(Enumerable.Range(1, 6), x.ToArray<int>());
    }

    [Fact]
    public void Like_another_in_shape_dtype_and_device()
    {
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            Tensor x = Tensor.Zeros([3, 2], dtype).Transpose();
            foreach (DType other in Enum.GetValues<DType>())
            {
                Tensor[] all = [Tensor.ZerosLike(x, other), Tensor.OnesLike(x, other), Tensor.FullLike(x, 7, other)];
                Assert.All(all, y => Assert.Equal((other, x.Shape, x.Device), (y.DType, y.Shape, y.Device)));
                Assert.Equal([0, 1, other == DType.Bool ? 1 : 7], all.Select(y => y[1, 2].Item()));
            }
            Assert.Equal(dtype, Tensor.FullLike(x, 1).DType);
        }
    }

    /// <summary>Both ends exactly, also where the distance times the number of steps would miss the end.</summary>
    [Fact]
    public void Linspace_has_both_ends()
    {
        for (int count = 2; count < 60; count++)
        {
            double[] x = Tensor.Linspace(0.1, 1.3, count, DType.Float64).ToArray<double>();
            Assert.Equal((0.1, 1.3, count), (x[0], x[^1], x.Length));
            Assert.Equal(x, x.Order());
        }
    }

    [Fact]
    public void Whole_numbers_make_int32_and_others_float32()
    {
        Assert.Equal(DType.Int32, Tensor.Arange(2, 9).DType);
        Assert.Equal(DType.Float64, Tensor.Arange(2, 9, 2, DType.Float64).DType);
        Assert.Equal(DType.Float32, Tensor.Arange(2, 9, 0.5).DType);
        Assert.Equal(Tensor.Arange(5).ToArray<int>(), Tensor.Arange(0, 5).ToArray<int>());
        Assert.Empty(Tensor.Arange(int.MaxValue, int.MinValue).ToArray<int>());
        Assert.Equal([int.MinValue, -1, int.MaxValue - 1], Tensor.Arange(int.MinValue, int.MaxValue, int.MaxValue).ToArray<int>());
    }
}
