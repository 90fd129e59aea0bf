using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Dropout, embedding, residual and the norms of rows and groups.</summary>
public class LayerTests
{
    private const double Epsilon = 1e-5, Tolerance = 1e-12;

    private static Tensor N(string name, params int[] sizes) => Stream(name).Normal(sizes, dtype: DType.Float64);

    /// <summary>At 40,000 numbers, five standard deviations of the share that is kept.</summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Dropout_keeps_its_share_and_the_mean(double rate)
    {
        const int Count = 40_000;
        double[] y = new Dropout(rate, Stream()).Forward(Tensor.Ones([Count], DType.Float64)).Numbers();
        Assert.All(y, number => Assert.True(number == 0 || number == 1 / (1 - rate)));
        double share = y.Count(number => number != 0) / (double)Count, deviation = Math.Sqrt(rate * (1 - rate) / Count);
        Assert.InRange(share, 1 - rate - 5 * deviation, 1 - rate + 5 * deviation);
        Assert.Equal(1, y.Average(), 5 * deviation / (1 - rate));
    }

    [Fact]
    public void Dropout_of_one_stream_and_position_is_the_same_and_of_the_next_another()
    {
        RandomStream stream = Stream();
        var layer = new Dropout(0.5, stream);
        Tensor x = N("x", 40);
        double[] first = layer.Forward(x).Numbers(), second = layer.Forward(x).Numbers();
        Assert.NotEqual(first, second);
        Assert.Equal(first, new Dropout(0.5, Stream()).Forward(x).Numbers());
        stream.Position = 1;
        Assert.Equal(second, layer.Forward(x).Numbers());
        Assert.NotEqual(first, new Dropout(0.5, Stream(seed: 2)).Forward(x).Numbers());
    }

    [Fact]
    public void Dropout_answers_with_its_input_after_training_and_draws_nothing()
    {
        RandomStream stream = Stream();
        var layer = new Dropout(0.5, stream);
        Tensor x = N("x", 3, 4);
        Assert.Same(x, layer.Predict(x));
        Assert.Same(x, layer.ForEvaluation().ForEvaluation().Forward(x));
        Assert.Equal(0ul, stream.Position);
        Assert.Equal(x.Numbers(), new Dropout(0, stream).Forward(x).Numbers());
        Assert.Empty(layer.Parameters);
    }

    [Fact]
    public void What_dropout_drops_is_0_whatever_it_was_and_its_gradient_too()
    {
        var layer = new Dropout(0.5, Stream());
        Tensor x = Tensor.Full([50], double.PositiveInfinity, DType.Float64).Track(), y = layer.Forward(x);
        Assert.All(y.Numbers(), number => Assert.True(number == 0 || double.IsPositiveInfinity(number)));
        Assert.Equal(y.Numbers().Select(number => number == 0 ? 0.0 : 2), y.Sum().Backward()[x].Numbers());
        foreach (double rate in new[] { -0.1, 1, double.NaN }) Assert.Contains("from 0 to below 1", Assert.Throws<TensorException>(() => new Dropout(rate, Stream())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_embedding_gives_the_rows_of_its_table()
    {
        var table = new Embedding("words", 6, 3, Initialiser.Normal(1), Stream());
        Tensor indices = Tensor.From([5, 0, 2, 2], [2, 2]), y = table.Forward(indices);
        Assert.Equal(new Shape([2, 2, 3]), y.Shape);
        Assert.Equal(table.Weight.Value[5].Numbers(), y[0, 0].Numbers());
        Assert.Equal(table.Weight.Value[2].Numbers(), y[1, 1].Numbers());
        Assert.Equal(table.Weight.Value[4].Numbers(), table.Forward(Tensor.From<int>([4], [])).Numbers());
        Assert.Equal(new Shape([0, 3]), table.Forward(Tensor.Zeros([0], DType.Int32)).Shape);
        Assert.Equal("words.weight", Assert.Single(table.Parameters).Name);
        Assert.Contains("int32", Assert.Throws<TensorException>(() => table.Forward(Tensor.Ones([2]))).Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => table.Forward(Tensor.From(6)));
        Assert.Throws<TensorException>(() => table.Forward(Tensor.From(-1)));
    }

    [Fact]
    public void Rms_norm_is_its_formula()
    {
        var layer = new RmsNorm("n", 5, dtype: DType.Float64);
        layer.Scale.Update(N("scale", 5));
        Tensor x = N("x", 2, 3, 5) * 3 + 4;
        double[] scale = layer.Scale.Numbers();
        double[] expected = [.. x.Flatten().Numbers().Chunk(5).SelectMany(row => row.Select((v, i) => scale[i] * v / Math.Sqrt(row.Sum(u => u * u) / 5 + Epsilon)))];
        Near(expected, layer.Forward(x).Flatten().Numbers(), Tolerance);
        Assert.Contains("[..., 5]", Assert.Throws<TensorException>(() => layer.Forward(N("y", 2, 4))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 4, 6)]
    [InlineData(2, 3, 6, 4)]
    [InlineData(3, 2, 6, 3, 2)]
    [InlineData(6, 2, 6, 3, 2)]
    public void Group_norm_is_its_formula(int groups, params int[] sizes)
    {
        var layer = new GroupNorm("n", groups, 6, dtype: DType.Float64);
        layer.Scale.Update(N("scale", 6));
        layer.Shift.Update(N("shift", 6));
        Tensor x = N("x", sizes) * 2 + 5;
        int place = new Shape(sizes.AsSpan(2)).Elements;
        double[] scale = layer.Scale.Numbers(), shift = layer.Shift.Numbers();
        double[] normal = [.. x.Flatten().Numbers().Chunk(6 / groups * place).SelectMany(group =>
        {
            double mean = group.Average(), variance = group.Sum(v => (v - mean) * (v - mean)) / group.Length;
            return group.Select(v => (v - mean) / Math.Sqrt(variance + Epsilon));
        })];
        double[] expected = [.. normal.Select((v, i) => v * scale[i / place % 6] + shift[i / place % 6])];
        Near(expected, layer.Forward(x).Flatten().Numbers(), Tolerance);
        Assert.Same(layer, layer.ForEvaluation());
    }

    [Fact]
    public void Group_norm_refuses_what_does_not_fit_and_takes_nothing()
    {
        Assert.Contains("4 groups do not divide the 6 channels", Assert.Throws<TensorException>(() => new GroupNorm("n", 4, 6)).Message, StringComparison.Ordinal);
        Assert.Contains("[N, 6, ...]", Assert.Throws<TensorException>(() => new GroupNorm("n", 2, 6).Forward(Tensor.Zeros([2, 5]))).Message, StringComparison.Ordinal);
        Assert.Equal(new Shape([0, 6, 2]), new GroupNorm("n", 2, 6).Forward(Tensor.Zeros([0, 6, 2])).Shape);
    }

    [Fact]
    public void A_residual_adds_its_input_and_refuses_another_shape()
    {
        var same = new Dense("same", 3, 3, Initialiser.He, Stream(), dtype: DType.Float64);
        Tensor x = N("x", 2, 3);
        Assert.Equal((x + same.Forward(x)).Numbers(), new Residual(same).Forward(x).Numbers());
        var other = new Residual(new Dense("other", 3, 1, Initialiser.He, Stream(), dtype: DType.Float64));
        Assert.Equal("residual: the input is [2, 3], its change [2, 1]; they must be the same", Assert.Throws<TensorException>(() => other.Forward(x)).Message);
    }
}
