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

    [Fact]
    public void A_quotient_is_rounded_once()
    {
        float[] numbers = [.. Enumerable.Range(1, 1000).Select(i => (float)i)];
        foreach (int c in new[] { 1, 7, 49 })
            Assert.Equal(Array.ConvertAll(numbers, x => c / x), (c / Tensor.From(numbers)).ToArray<float>());
    }
}
