using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>Where the true derivative of a root is infinite, the gradient is 0 and never NaN, to second order.</summary>
public sealed class RootTests
{
    public static TheoryData<string> Names => [.. s_roots.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> s_roots = new()
    {
        ["2-norm"] = x => x.Norm(1),
        ["2-norm of all"] = x => x.Norm(),
        ["1-norm"] = x => x.Norm(1, order: 1),
        ["largest norm"] = x => x.Norm(1, order: double.PositiveInfinity),
        ["standard deviation"] = x => x.StandardDeviation(1),
        ["standard deviation of all"] = x => x.StandardDeviation(),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_at_zero_is_zero(string name)
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor x = Tensor.Zeros([2, 3], dtype).Track();
            Tensor first = s_roots[name](x).Sum().Backward(createGraph: true)[x];
            Assert.All(first.To(DType.Float64).ToArray<double>(), element => Assert.Equal(0, element));
            if (!first.IsTracked) continue;
            Assert.All((first * 3).Sum().Backward()[x].To(DType.Float64).ToArray<double>(), element => Assert.Equal(0, element));
        }
    }

    /// <summary>The row that is 0 must not spoil the row that is not.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Beside_zero_it_is_as_alone(string name)
    {
        if (name.EndsWith("of all", StringComparison.Ordinal)) return;
        Tensor row = Tensor.From([3.0, -4, 12], [1, 3]).Track(), both = Tensor.Concat([Tensor.Zeros([1, 3], DType.Float64), row.StopGradient()]).Track();
        double[] alone = s_roots[name](row).Sum().Backward()[row].ToArray<double>();
        Assert.Equal([0, 0, 0, .. alone], s_roots[name](both).Sum().Backward()[both].ToArray<double>());
    }

    [Fact]
    public void Tracking_changes_no_bit_and_NaN_stays_NaN()
    {
        Tensor x = new RandomStream(1, "roots").Normal([4, 5]);
        Assert.Equal(x.Norm(1).ToArray<float>(), x.Track().Norm(1).ToArray<float>());
        Assert.True(double.IsNaN(Tensor.From(double.NaN, 1).Track().Norm().Item()));
    }
}
