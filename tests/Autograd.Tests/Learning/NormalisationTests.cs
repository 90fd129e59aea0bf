using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>Layer and batch normalisation against their formulas, one number at a time.</summary>
public class NormalisationTests
{
    private const double Epsilon = 1e-5, Tolerance = 1e-12;

    private static Tensor N(string name, params int[] sizes) => Points.Normal("norm " + name, sizes);

    /// <summary>What normalisation makes of numbers that share one mean and variance.</summary>
    private static double[] ByHand(double[] x, double scale, double shift)
    {
        double mean = x.Average(), variance = x.Sum(v => (v - mean) * (v - mean)) / x.Length;
        return [.. x.Select(v => scale * (v - mean) / Math.Sqrt(variance + Epsilon) + shift)];
    }

    [Fact]
    public void Layer_norm_is_its_formula()
    {
        var layer = new LayerNorm("norm", 5, dtype: DType.Float64);
        layer.Scale.Update(N("scale", 5));
        layer.Shift.Update(N("shift", 5));
        Tensor x = N("x", 2, 3, 5) * 3 + 10;
        double[] scale = layer.Scale.Numbers(), shift = layer.Shift.Numbers();
        double[] expected = [.. x.Numbers().Chunk(5).SelectMany(row => ByHand(row, 1, 0).Select((y, i) => y * scale[i] + shift[i]))];
        Near(expected, layer.Forward(x).Numbers(), Tolerance);
        Assert.Equal(["norm.scale", "norm.shift"], layer.Parameters.Select(parameter => parameter.Name));
        Assert.Contains("[4]", Assert.Throws<TensorException>(() => layer.Forward(N("y", 2, 4))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 3)]
    [InlineData(2, 3, 4, 5)]
    public void Batch_norm_is_its_formula_and_moves_its_running_statistics(params int[] sizes)
    {
        var layer = new BatchNorm("norm", sizes[1], momentum: 0.25, dtype: DType.Float64);
        layer.Scale.Update(N("scale", 3));
        layer.Shift.Update(N("shift", 3));
        Tensor x = N("x", sizes) * 2 + 5, y = layer.Forward(x), frozen = layer.Predict(x);
        for (int c = 0; c < 3; c++)
        {
            double[] channel = Channel(x, c);
            (double scale, double shift) = (layer.Scale.Numbers()[c], layer.Shift.Numbers()[c]);
            Near(ByHand(channel, scale, shift), Channel(y, c), Tolerance);
            double mean = channel.Average(), variance = channel.Sum(v => (v - mean) * (v - mean)) / (channel.Length - 1);
            (double runningMean, double runningVariance) = (0.25 * mean, 0.75 + 0.25 * variance);
            Assert.Equal(runningMean, layer.RunningMean.Numbers()[c], Tolerance);
            Assert.Equal(runningVariance, layer.RunningVariance.Numbers()[c], Tolerance);
            Near([.. channel.Select(v => scale * (v - runningMean) / Math.Sqrt(runningVariance + Epsilon) + shift)], Channel(frozen, c), Tolerance);
        }
    }

    // The numbers of one channel of [N, C] or [N, C, H, W].
    private static double[] Channel(Tensor x, int c) => x.Rank == 2 ? x[.., c].Numbers() : x[.., c, .., ..].Flatten().Numbers();

    [Fact]
    public void Evaluation_changes_nothing_and_training_only_the_statistics()
    {
        var layer = new BatchNorm("norm", 3, dtype: DType.Float64);
        var net = new Sequential(layer);
        Tensor x = N("x", 6, 3);
        Snapshot before = net.TakeSnapshot();
        double[] first = net.Predict(x).Numbers();
        Assert.Equal(first, net.Predict(x).Numbers());
        Assert.Equal([0.0, 0, 0], layer.RunningMean.Numbers());
        net.Forward(x);
        Assert.NotEqual([0.0, 0, 0], layer.RunningMean.Numbers());
        Assert.NotEqual(first, net.Predict(x).Numbers());
        net.Restore(before);
        Assert.Equal(first, net.Predict(x).Numbers());
        Assert.Equal(["norm.scale", "norm.shift"], net.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["norm.mean", "norm.variance"], net.Statistics.Select(cell => cell.Name));
    }

    [Fact]
    public void A_chain_without_such_layers_is_its_own_form_for_evaluation()
    {
        var net = new Sequential(new LayerNorm("norm", 3));
        Assert.Same(net, net.ForEvaluation());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var layer = new BatchNorm("norm", 3);
        Assert.Contains("[4, 2]", Assert.Throws<TensorException>(() => layer.Forward(Tensor.Zeros([4, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("at least 2", Assert.Throws<TensorException>(() => layer.Forward(Tensor.Zeros([1, 3]))).Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => layer.Predict(Tensor.Zeros([3])));
    }

    [Fact]
    public void Gradients_are_derivatives_to_second_order()
    {
        var vector = new BatchNorm("a", 3, dtype: DType.Float64);
        var image = new BatchNorm("b", 2, dtype: DType.Float64);
        var rows = new LayerNorm("c", 4, dtype: DType.Float64);
        GradientCase[] cases =
        [
            new("batch norm [5, 3]", x => vector.Forward(x[0]), [N("g1", 5, 3)]),
            new("batch norm [3, 2, 2, 2]", x => image.Forward(x[0]), [N("g2", 3, 2, 2, 2)]),
            new("layer norm [2, 3, 4]", x => rows.Forward(x[0]), [N("g3", 2, 3, 4)]),
        ];
        Assert.All(cases, check => Assert.Null(GradientCheck.First(check) ?? GradientCheck.Second(check)));
        Module frozen = image.ForEvaluation();
        Assert.Null(GradientCheck.First(new GradientCase("frozen batch norm", x => frozen.Forward(x[0]), [N("g4", 3, 2, 2, 2)])));
    }

    [Fact]
    public void The_gradients_at_scale_and_shift_are_the_sums_over_a_channel()
    {
        var layer = new BatchNorm("norm", 3, dtype: DType.Float64);
        Tensor x = N("x", 4, 3, 2, 2), g = N("g", 4, 3, 2, 2), y = layer.Forward(x);
        Gradients gradients = y.Backward(g);
        Near((g * y.StopGradient()).Sum([0, 2, 3]).Numbers(), gradients[layer.Scale].Numbers(), Tolerance);
        Near(g.Sum([0, 2, 3]).Numbers(), gradients[layer.Shift].Numbers(), Tolerance);
    }
}
