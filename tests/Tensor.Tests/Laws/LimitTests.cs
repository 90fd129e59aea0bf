namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Shapes and numbers at the limits of what a tensor holds.</summary>
public sealed class LimitTests
{
    [Fact]
    public void An_empty_tensor_may_have_other_axes_of_any_size()
    {
        Tensor x = Tensor.Zeros([0, 65536, 65536]);
        Assert.Equal(0, x.Count);
        Assert.Equal(x.Shape, (x * 2 + 1).Copy().Shape);
        Assert.Equal(0, x.Sum().Item());
        Assert.Equal(new Shape([65536, 65536, 0]), x.Permute(2, 1, 0).Copy().Shape);
    }

    /// <summary>Axes that run together have no size of their own where there is nothing.</summary>
    [Fact]
    public void Nothing_may_be_rearranged_whatever_its_other_axes()
    {
        Tensor x = Tensor.Zeros([0, 65536, 65536]).Track();
        Assert.Equal(new Shape([0, 65536]), x.Diagonal().Shape);
        Assert.Equal(new Shape([0, 65535]), x.Diagonal(-1).Shape);
        Assert.Equal(new Shape([0, 65536, 65536]), Tensor.Zeros([0, 65536]).Diag().Shape);
        Assert.Equal(new Shape([0, 131072, 65536]), x.Repeat(2, 1).Shape);
        Assert.Equal(x.Shape, x.Repeat(2, 0).Shape);
        Assert.Equal(x.Shape, x.Tile(2, 1, 1).Shape);
        Assert.Equal(new Shape([0]), x.LogSumExp([1, 2]).Shape);
        Assert.Equal(new Shape([0, 1, 1]), x.LogSumExp([1, 2], keepDims: true).Shape);
        Assert.Equal(x.Shape, x.SoftMax([1, 2]).Shape);
        Assert.True(x.Diagonal().IsTracked);
        Assert.Throws<TensorException>(() => x.LogSumExp([0, 1]));
    }

    [Fact]
    public void A_quotient_is_rounded_once()
    {
        float[] numbers = [.. Enumerable.Range(1, 1000).Select(i => (float)i)];
        foreach (int c in new[] { 1, 7, 49 })
            Assert.Equal(Array.ConvertAll(numbers, x => c / x), (c / Tensor.From(numbers)).ToArray<float>());
    }
}
