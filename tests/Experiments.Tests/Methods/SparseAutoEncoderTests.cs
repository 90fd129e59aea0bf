using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods;

public class SparseAutoEncoderTests
{
    private const int Inputs = 20, Units = 12;

    [Fact]
    public void With_weights_of_zero_each_unit_is_half_on_and_nothing_is_remembered()
    {
        var auto = new SparseAutoEncoder("auto", Inputs, Units, new RandomStream(1, "weights")) { Sparsity = 0.1, SparsityWeight = 3 };
        auto.Restore(auto.TakeSnapshot().ToDictionary(pair => pair.Key, pair => Tensor.Zeros(pair.Value.Shape)));
        Tensor x = new RandomStream(2, "inputs").Normal([7, Inputs]);
        double error = x.Square().Sum(-1).Mean().Item() / 2, divergence = 0.1 * Math.Log(0.1 / 0.5) + 0.9 * Math.Log(0.9 / 0.5);
        Assert.Equal(error + 3 * Units * divergence, auto.Loss(x).Item(), 1e-4);
        Assert.All(auto.Encode(x).ToArray<float>(), one => Assert.Equal(0.5, one));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0.1, -1)]
    [InlineData(0.1, double.NaN)]
    [InlineData(0.1, double.PositiveInfinity)]
    public void What_would_make_the_loss_no_number_is_refused(double sparsity, double weight) =>
        Assert.DoesNotContain('\n', Assert.Throws<TensorException>(() => new SparseAutoEncoder("auto", Inputs, Units, new RandomStream(1, "weights")) { Sparsity = sparsity, SparsityWeight = weight }).Message);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    public void It_learns_a_code_as_sparse_as_asked_that_remembers(double sparsity)
    {
        // Sums of few patterns: there is something to find.
        var stream = new RandomStream(3, "inputs");
        Tensor patterns = stream.Normal([6, Inputs]), x = stream.Uniform([200, 6]).Less(0.2).To(DType.Float32).MatMul(patterns);
        var auto = new SparseAutoEncoder("auto", Inputs, Units, new RandomStream(4, "weights")) { Sparsity = sparsity, SparsityWeight = 20 };
        var optimiser = new Adam(auto.Parameters, 0.02);
        for (int step = 0; step < 300; step++) optimiser.Step(() => auto.Loss(x));
        Assert.Equal(sparsity, auto.Encode(x).Mean().Item(), 0.02);
        double left = (auto.Predict(x) - x).Square().Mean().Item(), all = (x - x.Mean(0)).Square().Mean().Item();
        Assert.True(left < 0.5 * all, $"{left} of {all} is lost");
        Assert.Equal(auto.Encode(x).ToArray<float>(), auto.Encoder.Predict(x).ToArray<float>());
        Assert.Equal(2, auto.Encoder.Parameters.Count);
    }
}
