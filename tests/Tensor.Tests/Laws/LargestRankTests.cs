namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>The functions of arrays on as many axes as a tensor may have, where no step on the way may need one more.</summary>
public sealed class LargestRankTests
{
    private static readonly int[] s_sizes = [2, 1, 2, 1, 2, 1, 2, 3];

    private static readonly Tensor s_x = Tensor.Arange(48).Reshape(s_sizes.AsSpan());

    [Fact]
    public void Rearranging()
    {
        Same(s_x, s_x.Flip().Flip());
        Same(s_x, s_x.Roll(7).Roll(-7));
        Same(s_x, s_x.Repeat(2, 4)[.., .., .., .., Slice.Every(2)]);
        Same(s_x, s_x.Tile(2, 1, 1, 3, 1, 1, 1, 2)[..2, .., .., ..1, .., .., .., ..3]);
        Same(s_x, s_x.Pad([.. s_sizes.Select(_ => (1, 1))], PadMode.Wrap)[[.. s_sizes.Select(size => Slice.Of(1, size + 1))]]);
        Same(s_x, s_x.UpperTriangle() + s_x.LowerTriangle(-1));
        Assert.Equal(7, s_x.Diagonal().Rank);
        Assert.Equal(new Shape([2, 2, 2, 2, 3]), s_x.Squeeze().Shape);
    }

    [Fact]
    public void Indexing()
    {
        Tensor first = Tensor.From(1, -2), last = Tensor.From(2, 0);
        var indices = new Tensor?[8];
        (indices[0], indices[7]) = (first, last);
        Tensor y = s_x.At(indices);
        Assert.Equal(new Shape([2, 1, 2, 1, 2, 1, 2]), y.Shape);
        Assert.Equal(s_x[1, 0, 1, 0, 1, 0, 1, 2].Item(), y[0, 0, 1, 0, 1, 0, 1].Item());
        Same(s_x, s_x.Put(y, indices));
        Same(s_x, s_x.IndexAdd(y, indices).IndexAdd(-y, indices));
        Same(s_x, s_x.With([1], s_x[1]));
        Assert.Equal(s_x.ToArray<int>(), s_x.MaskedSelect(s_x.GreaterOrEqual(0)).ToArray<int>());
        Assert.Equal(new Shape([47, 8]), s_x.NonZero().Shape);
    }

    [Fact]
    public void Statistics()
    {
        Tensor x = s_x.To(DType.Float64) * 0.1;
        int[] axes = [0, 3, 7];
        Assert.Equal(x.Variance([0, 7]).ToArray<double>(), x.Variance(axes).ToArray<double>());
        Assert.Equal(8, x.Norm(axes, keepDims: true).Rank);
        Assert.Equal(8, x.SoftMax(axes).Sum(axes).Sum().Item(), 1e-12);
        Assert.Equal(7, x.All(axes, keepDims: true).CountNonZero().Item());
        Tensor alone = x.SoftMax([]), itself = x.LogSumExp([], keepDims: true);
        Assert.True(alone.Shape == x.Shape && alone.Min().Item() == 1);
        Assert.True(itself.Shape == x.Shape && x.Median([]).Equal(x).All().Item() == 1);
        Assert.True(x.All().Item() == 0 && x.Any().Item() == 1);
    }

    [Fact]
    public void Einsum()
    {
        Same(s_x, Tensor.Einsum("abcdefgh->hgfedcba", Tensor.Einsum("abcdefgh->hgfedcba", s_x)));
        Assert.Equal(s_x.Sum().Item(), Tensor.Einsum("abcdefgh->", s_x).Item());
        Assert.Equal((s_x * s_x).Sum([1, 2, 3, 4, 5, 6]).ToArray<int>(), Tensor.Einsum("a...h,a...h->ah...", s_x, s_x).Sum([2, 3, 4, 5, 6, 7]).ToArray<int>());
    }

    private static void Same(Tensor expected, Tensor y)
    {
        Assert.Equal(expected.Shape, y.Shape);
        Assert.Equal(expected.ToArray<int>(), y.ToArray<int>());
    }
}
