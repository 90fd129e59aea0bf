namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Several axes at once are one long row; variance keeps its digits far from 0.</summary>
public sealed class StatisticsLaws
{
    private static readonly int[][] s_axes = [[], [0], [1], [2], [0, 1], [2, 0], [-1, -2], [0, 1, 2]];

    /// <summary>By the definition in float64, relative: a sum of 24 exponentials and some roundings.</summary>
    private const double Tolerance = 1e-14;

    [Fact]
    public void The_softmax_family_over_axes_is_its_definition()
    {
        Tensor x = new RandomStream(7, "rows").Normal([3, 2, 4], dtype: DType.Float64).Permute(1, 2, 0);
        foreach (int[] axes in s_axes)
        {
            Tensor sum = x.Exp().Sum(axes, keepDims: true);
            Near(x.Exp() / sum, x.SoftMax(axes));
            Near((x.Exp() / sum).Log(), x.LogSoftMax(axes));
            Near(sum.Log(), x.LogSumExp(axes, keepDims: true));
            Near(x.Exp().Sum(axes).Log(), x.LogSumExp(axes));
        }
        Near(x.Exp().Sum().Log(), x.LogSumExp());
    }

    [Fact]
    public void Over_one_axis_they_are_the_same_bits_and_large_logits_do_no_harm()
    {
        Tensor x = new RandomStream(7, "large").Normal([3, 5]) * 1e4;
        for (int axis = -2; axis < 2; axis++)
        {
            Assert.Equal(x.SoftMax(axis).ToArray<float>(), x.SoftMax([axis]).ToArray<float>());
            Assert.Equal(x.LogSoftMax(axis).ToArray<float>(), x.LogSoftMax([axis]).ToArray<float>());
            Assert.Equal(x.LogSumExp(axis, keepDims: true).ToArray<float>(), x.LogSumExp([axis], keepDims: true).ToArray<float>());
        }
        Assert.Equal(1, x.SoftMax([0, 1]).Sum().Item(), 1e-6);
        Assert.True(double.IsFinite(x.LogSumExp().Item()));
    }

    /// <summary>Var(x + c) = Var(x), where x + c is exact; the mean of squares less the square of the mean would lose every digit.</summary>
    [Fact]
    public void Variance_does_not_feel_the_mean()
    {
        Tensor x = new RandomStream(7, "quarters").Integers([4, 100], 64).To(DType.Float64) * 0.25;
        double[] near = x.Variance(1).ToArray<double>(), far = (x + 1e12).Variance(1).ToArray<double>();
        Assert.All(near.Zip(far), pair => Assert.Equal(pair.First, pair.Second, pair.First * 1e-6));
        Assert.Equal(x.Variance().Item() * 400 / 399, x.Variance([0, 1], correction: 1).Item(), 1e-9);
        Assert.Equal(0, (Tensor.Zeros([1000]) + 0.1).StandardDeviation().Item(), 1e-7);
    }

    private static void Near(Tensor expected, Tensor y)
    {
        Assert.Equal(expected.Shape, y.Shape);
        Assert.All(expected.ToArray<double>().Zip(y.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Tolerance * (1 + Math.Abs(pair.First))));
    }
}
