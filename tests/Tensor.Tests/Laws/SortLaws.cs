namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Sorting, the k best, and quantiles, in any layout and of any dtype.</summary>
public sealed class SortLaws
{
    private const double I = double.PositiveInfinity, N = double.NaN;

    [Fact]
    public void What_is_sorted_is_what_was_there()
    {
        var stream = new RandomStream(8, "sort");
        foreach (DType dtype in new[] { DType.Float32, DType.Float64, DType.Int32, DType.Bool })
        {
            Tensor x = (stream.Normal([4, 1, 120], dtype: DType.Float64) * 3).To(DType.Int32).To(dtype);
            foreach (Tensor y in new[] { x, x.Transpose(0, 2), x[Slice.Every(-1), .., Slice.Every(3)], x[0].Expand([2, 3, 120]), x[..0] })
            {
                for (int axis = 0; axis < 3; axis++)
                {
                    foreach (bool descending in new[] { false, true }) Check(y, axis, descending);
                }
            }
        }
    }

    private static void Check(Tensor x, int axis, bool descending)
    {
        Tensor order = x.ArgSort(axis, descending), sorted = x.Sort(axis, descending);
        int size = x.Shape[axis];
        Assert.Equal(x.Shape, sorted.Shape);
        Assert.Equal(x.DType, sorted.DType);
        // Each position once.
        Assert.Equal(Tensor.Arange(size).Reshape([.. Enumerable.Range(0, x.Rank).Select(a => a == axis ? size : 1)]).Expand(x.Shape).ToArray<int>(), order.Sort(axis).ToArray<int>());
        if (size < 2) return;
        Tensor before = sorted.Take(Tensor.Stretch(x.Shape, axis, 0, size - 1)), after = sorted.Take(Tensor.Stretch(x.Shape, axis, 1, size - 1));
        Tensor firsts = order.Take(Tensor.Stretch(x.Shape, axis, 0, size - 1)), seconds = order.Take(Tensor.Stretch(x.Shape, axis, 1, size - 1));
        Tensor inOrder = descending ? before.Greater(after) : before.Less(after);
        Assert.DoesNotContain(false, (inOrder | (before.Equal(after) & firsts.Less(seconds))).ToArray<bool>());
    }

    [Fact]
    public void NaN_comes_last_and_zeros_are_equal()
    {
        Tensor x = Tensor.From(N, 1, -0.0, I, 0, -I, N, -3);
        Assert.Equal([5, 7, 2, 4, 1, 3, 0, 6], x.ArgSort().ToArray<int>());
        Assert.Equal([3, 1, 2, 4, 7, 5, 0, 6], x.ArgSort(descending: true).ToArray<int>());
        Assert.Equal([-I, -3, 0, 0, 1, I, N, N], x.Sort().ToArray<double>());
        Assert.True(double.IsNegative(x.Sort().ToArray<double>()[2]));
    }

    [Fact]
    public void The_best_k_are_the_first_of_the_sorted()
    {
        Tensor x = new RandomStream(9, "top").Integers([3, 9], 5).To(DType.Float32);
        for (int k = 0; k <= 9; k++)
        {
            (Tensor values, Tensor indices) = x.TopK(k);
            Assert.Equal(x.Sort(1, descending: true)[.., ..k].ToArray<float>(), values.ToArray<float>());
            Assert.Equal(x.ArgSort(1, descending: true)[.., ..k].ToArray<int>(), indices.ToArray<int>());
        }
        (Tensor least, Tensor at) = x.TopK(1, 0, largest: false);
        Assert.Equal(x.Min(0).ToArray<float>(), least.ToArray<float>());
        Assert.Equal(x.ArgMin(0).ToArray<int>(), at.ToArray<int>());
        Assert.Equal(x.ArgMax(-1).ToArray<int>(), x.TopK(1).Indices.ToArray<int>());
    }

    /// <summary>The numbers that NumPy gives.</summary>
    [Fact]
    public void Quantiles()
    {
        Tensor x = Tensor.From(new[,] { { 3.0, 1, 2, 9, 4 }, { 5, N, 0, 1, 1 } });
        Assert.Equal([1, N], x.Quantile(0, 1).ToArray<double>());
        Assert.Equal(2.2, x.Quantile(0.3, 1)[0].Item(), 1e-15);
        Assert.Equal([3, N], x.Quantile(0.5, -1).ToArray<double>());
        Assert.Equal(4.4, x.Quantile(0.77, 1)[0].Item(), 1e-15);
        Assert.Equal([9, N], x.Quantile(1, 1).ToArray<double>());
        Assert.Equal([4, N, 1, 5, 2.5], x.Median(0).ToArray<double>());
        Assert.Equal(new Shape([2, 1]), x.Median(1, keepDims: true).Shape);
        Assert.Equal([7], Tensor.From(7.0).Reshape(1, 1).Median(0).ToArray<double>());
    }

    /// <summary>Between two elements whose difference is no number there is one all the same, as long as their mean is one.</summary>
    [Fact]
    public void Quantiles_of_infinite_and_of_huge_numbers()
    {
        Assert.Equal(0, Tensor.From(-3e38f, 3e38f).Median(0).Item());
        Assert.Equal(I, Tensor.From(1, I, I, I).Median(0).Item());
        Assert.Equal(-I, Tensor.From(-I, 1, 2, I).Quantile(0.25, 0).Item());
        Assert.Equal(I, Tensor.From(-I, 1, 2, I).Quantile(0.75, 0).Item());
        Assert.Equal(1.5, Tensor.From(-I, 1, 2, I).Median(0).Item());
        Assert.Equal(N, Tensor.From(-I, I).Median(0).Item());
        Assert.Equal(1, Tensor.From(1f, float.PositiveInfinity).Quantile(1e-60, 0).Item());
    }
}
