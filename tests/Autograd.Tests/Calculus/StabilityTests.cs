using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Log-sum-exp and what is made of it neither overflow nor lose the small terms.</summary>
public sealed class StabilityTests
{
    public static TheoryData<DType> Floats => [DType.Float32, DType.Float64];

    [Theory]
    [MemberData(nameof(Floats))]
    public void Logits_of_ten_thousand(DType dtype)
    {
        Tensor x = Tensor.From(new double[,] { { 1e4, 0, -1e4 }, { -1e4, -1e4, -1e4 }, { 1e4, 1e4, -1e4 } }).To(dtype).Track();
        double[] log = x.LogSoftMax().To(DType.Float64).ToArray<double>();
        double[] expected = [0, -1e4, -2e4, -Math.Log(3), -Math.Log(3), -Math.Log(3), -Math.Log(2), -Math.Log(2), -2e4 - Math.Log(2)];
        for (int i = 0; i < log.Length; i++) Assert.Equal(expected[i], log[i], dtype == DType.Float32 ? 2e-3 : 1e-11);

        double[] total = x.SoftMax().Sum(1).To(DType.Float64).ToArray<double>();
        Assert.All(total, sum => Assert.Equal(1, sum, 1e-3));
        double[] gradient = x.LogSumExp(1).Sum().Backward()[x].To(DType.Float64).ToArray<double>();
        Assert.Equal([1, 0, 0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0.5, 0.5, 0], gradient.Select(g => Math.Round(g, 3) is 0.333 ? 1 / 3.0 : Math.Round(g, 3)));
    }

    /// <summary>The gradient of the angle at (s, s) is (½, -½)/s, whether float32 holds s² or not; the second derivative along y is -½/s².</summary>
    [Theory]
    [InlineData(1e-25)]
    [InlineData(1)]
    [InlineData(1e30)]
    public void Angles_far_from_the_unit_circle(double s)
    {
        Tensor y = Tensor.From((float)s).Track(), x = Tensor.From((float)s).Track();
        Gradients g = Tensor.Atan2(y, x).Sum().Backward();
        Assert.Equal(1, g[y].Item() * s * 2, 1e-6);
        Assert.Equal(-1, g[x].Item() * s * 2, 1e-6);

        Tensor wide = Tensor.From(s).Track(), other = Tensor.From(s);
        Tensor first = Tensor.Atan2(wide, other).Sum().Backward(createGraph: true)[wide];
        Assert.Equal(-1, (first.Sum().Backward()[wide] * s * s * 2).Item(), 1e-12);
    }

    [Fact]
    public void Infinite_logits()
    {
        Tensor x = Tensor.From(new[,] { { double.NegativeInfinity, 0 }, { double.NegativeInfinity, double.NegativeInfinity }, { double.PositiveInfinity, 0 } });
        Assert.Equal([0, double.NegativeInfinity, double.PositiveInfinity], x.LogSumExp(1).ToArray<double>());
        Assert.Equal([0, 1], x[0].SoftMax().ToArray<double>());
        Assert.Equal([0, 0, 1], Tensor.From(-200.0, -100, 1000).SoftMax().ToArray<double>());
    }
}
