using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>Laws of the softmax family and of normalisation, along any axis and of any strides.</summary>
public class RowLaws
{
    private const double Tolerance = 1e-12;

    private static readonly Tensor s_cube = new RandomStream(1, "cube").Normal([3, 4, 5], 0, 3, DType.Float64);

    public static TheoryData<int> Axes => [0, 1, 2, -1, -3];

    [Theory]
    [MemberData(nameof(Axes))]
    public void Softmax_adds_to_one_and_is_the_exponential_of_log_softmax(int axis)
    {
        Tensor soft = s_cube.SoftMax(axis);
        Assert.Equal(s_cube.Shape, soft.Shape);
        Near(Tensor.Ones(s_cube.Shape.Without(s_cube.Shape.AxisIndex(axis, "test")), DType.Float64), soft.Sum(axis));
        Near(soft, s_cube.LogSoftMax(axis).Exp());
        Near(s_cube - s_cube.LogSumExp(axis, keepDims: true), s_cube.LogSoftMax(axis));
        Near(s_cube.LogSumExp(axis, keepDims: true).Squeeze(axis), s_cube.LogSumExp(axis));
    }

    [Theory]
    [MemberData(nameof(Axes))]
    public void Standardised_rows_have_mean_0_and_variance_1(int axis)
    {
        Tensor y = s_cube.Standardise(axis, epsilon: 0);
        Near(Tensor.Zeros(y.Shape, DType.Float64), y.Mean(axis, keepDims: true).Expand(y.Shape));
        Near(Tensor.Ones(y.Shape, DType.Float64), y.Square().Mean(axis, keepDims: true).Expand(y.Shape));
        Near((s_cube - s_cube.Mean(axis, keepDims: true)) * s_cube.InverseDeviation(axis, 0, keepDims: true), y);
    }

    [Fact]
    public void Views_give_what_their_copies_give()
    {
        Tensor[] views = [s_cube.Transpose(), s_cube.Permute(2, 0, 1), s_cube[Slice.Every(-2), .., Slice.Every(2)], s_cube[..1].Expand([3, 4, 5]), s_cube[.., .., 1..2].Expand([3, 4, 5])];
        foreach (Tensor view in views)
        {
            Assert.Equal(view.Copy().SoftMax().ToArray<double>(), view.SoftMax().ToArray<double>());
            Assert.Equal(view.Copy().Standardise().ToArray<double>(), view.Standardise().ToArray<double>());
            Assert.Equal(view.Copy().LogSumExp(-1).ToArray<double>(), view.LogSumExp(-1).ToArray<double>());
        }
    }

    [Fact]
    public void Nothing_stays_nothing()
    {
        Assert.Equal([0, 3], Tensor.Zeros([0, 3]).SoftMax().Shape);
        Assert.Equal([3, 0], Tensor.Zeros([3, 0]).LogSoftMax().Shape);
        Assert.Equal([0], Tensor.Zeros([0, 3]).LogSumExp(1).Shape);
        Assert.Equal([0], Tensor.Zeros([0, 3]).CrossEntropy(Tensor.Zeros([0], DType.Int32)).Shape);
    }

    [Fact]
    public void A_step_makes_the_cell_and_its_state_stale()
    {
        var w = new Parameter("w", Tensor.From(1f, 2));
        var v = new Parameter("v", Tensor.Zeros([2]));
        Tensor before = w.Value, state = v.Value;
        w.Step(new Momentum(new Pace(0.5), 0.9), Tensor.From(2f, 4), v);
        Assert.False(before.IsValid || state.IsValid);
        Assert.Equal([0f, 0], w.Value.ToArray<float>());
        Assert.Equal([2f, 4], v.Value.ToArray<float>());
        w.Step(new Descent(new Pace(1)), w.Value + 1);
        Assert.Equal([-1f, -1], w.Value.ToArray<float>());
    }

    /// <summary>A gradient that is a view of the cell, or of its state, is read as it was before the step.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_does_not_read_what_it_has_written(bool ofState)
    {
        Parameter w = new("w", Square(1)), v = new("v", Square(2));
        Tensor g = (ofState ? v : w).Value.StopGradient().Transpose(), copy = g.Copy(), velocity = v.Value * 0.9 + copy, expected = w.Value - velocity;
        w.Step(new Momentum(new Pace(1), 0.9), g, v);
        Near(velocity, v.Value);
        Near(expected, w.Value);

        static Tensor Square(ulong seed) => new RandomStream(seed, "square").Normal([5, 5], dtype: DType.Float64);
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.All(expected.ToArray<double>().Zip(actual.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }
}
