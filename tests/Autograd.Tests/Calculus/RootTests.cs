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
        ["smallest norm"] = x => x.Norm(1, order: double.NegativeInfinity),
        ["0-norm"] = x => x.Norm(1, order: 0),
        ["half norm"] = x => x.Norm(1, order: 0.5),
        ["1.5-norm"] = x => x.Norm(1, order: 1.5),
        ["3-norm"] = x => x.Norm(1, order: 3),
        ["4-norm"] = x => x.Norm(1, order: 4),
        ["-1-norm"] = x => x.Norm(1, order: -1),
        ["3-norm of all"] = x => x.Norm(order: 3),
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

    [Theory]
    [MemberData(nameof(Names))]
    public void Tracking_changes_no_bit_and_NaN_stays_NaN(string name)
    {
        Tensor x = new RandomStream(1, "roots").Normal([4, 5]).With([1..3, Slice.Every(2)], 0);
        Assert.Equal(s_roots[name](x).ToArray<float>(), s_roots[name](x.Track()).ToArray<float>());
        if (name != "0-norm") Assert.True(double.IsNaN(s_roots[name](Tensor.From([double.NaN, 1], [1, 2]).Track()).Sum().Item()));
    }

    /// <summary>An element that is 0 gets the gradient 0 and leaves those of the others as they are, as PyTorch 1.13 has it.</summary>
    [Fact]
    public void Gradients_beside_an_element_that_is_zero()
    {
        (double Order, double[] Slopes)[] known =
        [
            (0.5, [2.154700538379252, 0, -1.8660254037844386]), (1, [1, 0, -1]), (1.5, [0.7329564758289748, 0, -0.8463452372482761]), (2, [0.6, 0, -0.8]),
            (3, [0.4448513517305356, 0, -0.7908468475209521]), (4, [0.34327433817137415, 0, -0.813687320109924]), (double.PositiveInfinity, [0, 0, -1]),
            (double.NegativeInfinity, [0, 0, 0]), (-1, [0, 0, 0]), (-2, [0, 0, 0]),
        ];
        foreach ((double order, double[] slopes) in known)
        {
            Tensor x = Tensor.From(3.0, 0, -4).Track(), first = x.Norm(order: order).Backward(createGraph: true)[x];
            Assert.All(slopes.Zip(first.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
            if (first.IsTracked) Assert.DoesNotContain(first.Sum().Backward()[x].ToArray<double>(), double.IsNaN);
        }
    }

    /// <summary>Two roundings of powers below 20.</summary>
    private const double Tolerance = 1e-14;
}
