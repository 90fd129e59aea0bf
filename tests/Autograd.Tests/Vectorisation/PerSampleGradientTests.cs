using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Vectorisation;

namespace DeepPuzzles.Autograd.Tests.Vectorisation;

/// <summary>The gradients of each example by itself are those of a loop over the examples; their mean is the gradient of the mean loss.</summary>
public sealed class PerSampleGradientTests
{
    private const int Examples = 5, Classes = 3;

    /// <summary>Rounding of float64 sums in another order.</summary>
    private const double Tolerance = 1e-12;

    public static TheoryData<string> Networks => [.. s_networks.Keys];

    private static readonly Dictionary<string, (Func<RandomStream, Module> Make, Shape Example)> s_networks = new()
    {
        ["multi-layer perceptron"] = (stream => new Sequential(Layer("a", 4, 6, stream), Activation.Tanh, Layer("b", 6, 5, stream), Activation.LeakyRelu(0.1), Layer("c", 5, Classes, stream)), [4]),
        ["layer norm"] = (stream => new Sequential(Layer("a", 4, 6, stream), new LayerNorm("n", 6, dtype: DType.Float64), Activation.Relu, Layer("b", 6, Classes, stream)), [4]),
        ["convolutional"] = (
            stream => new Sequential(
                new Convolution("a", 2, 4, 3, Initialiser.He, stream, padding: 1, dtype: DType.Float64), Activation.Relu, new MaxPool(2),
                new Convolution("b", 4, 4, 2, Initialiser.He, stream, stride: 2, groups: 2, bias: false, dtype: DType.Float64), new BatchNorm("n", 4, dtype: DType.Float64).ForEvaluation(), Activation.Sigmoid, new AveragePool(2),
                new Flatten(), Layer("c", 4, Classes, stream)),
            [2, 8, 9]),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Are_those_of_a_loop(string name)
    {
        (Module net, Tensor x, Tensor labels) = Draw(name);
        Tensor[] tracked = [.. Enumerable.Range(0, Examples).Select(i => x[i..(i + 1)].Track())];
        Tensor[] gradients = PerSampleGradients(net.Parameters, (x, y) => Loss.CrossEntropy(net.Forward(x), y), x, labels);
        Tensor[][] loop = [.. Enumerable.Range(0, Examples).Select(i => GradientsAt(i, createGraph: false))];
        Gradients mean = Loss.CrossEntropy(net.Forward(x), labels).Backward();
        Assert.Equal(net.Parameters.Count, gradients.Length);
        for (int p = 0; p < gradients.Length; p++)
        {
            Near(Tensor.Stack([.. loop.Select(one => one[p])]), gradients[p]);
            Near(mean[net.Parameters[p]], gradients[p].Mean(0));
            Assert.False(gradients[p].IsTracked);
        }

        // The gradients of Σ |gradient at an example|⁴, at the parameters and at the inputs.
        Tensor leaf = x.Track();
        Gradients second = Fourth(PerSampleGradients(net.Parameters, (x, y) => Loss.CrossEntropy(net.Forward(x), y), leaf, labels, createGraph: true)).Backward();
        Gradients expected = Enumerable.Range(0, Examples).Select(i => Fourth([.. GradientsAt(i, createGraph: true).Select(g => g.Unsqueeze(0))])).Aggregate((sum, term) => sum + term).Backward();
        foreach (Parameter parameter in net.Parameters) Near(expected[parameter], second[parameter]);
        Near(Tensor.Concat([.. tracked.Select(one => expected[one])]), second[leaf]);

        Tensor[] GradientsAt(int i, bool createGraph)
        {
            Tensor one = createGraph ? tracked[i] : x[i..(i + 1)];
            Gradients own = Loss.CrossEntropy(net.Forward(one), labels[i..(i + 1)]).Backward(createGraph);
            return [.. net.Parameters.Select(parameter => own[parameter])];
        }
    }

    [Fact]
    public void A_parameter_that_does_not_matter_has_gradients_of_zeros()
    {
        (Module net, Tensor x, Tensor labels) = Draw("multi-layer perceptron");
        var idle = new Parameter("idle", Tensor.Ones([2]));
        Tensor gradient = PerSampleGradients([idle], (x, y) => Loss.CrossEntropy(net.Forward(x), y), x, labels)[0];
        Assert.Equal([Examples, 2], gradient.Shape);
        Assert.All(gradient.ToArray<float>(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Are_found_in_a_pause_and_of_no_examples_too()
    {
        (Module net, Tensor x, Tensor labels) = Draw("convolutional");
        using Tracking.Scope pause = Tracking.Pause();
        Tensor[] some = Of(x, labels), none = Of(x[..0], labels[..0]);
        Assert.All(net.Parameters.Zip(some), pair => Assert.True(pair.Second.Abs().Max().Item() > 0, pair.First.Name));
        Assert.All(net.Parameters.Zip(none), pair => Assert.Equal([0, .. pair.First.Shape], pair.Second.Shape));

        Tensor[] Of(Tensor x, Tensor labels) => PerSampleGradients(net.Parameters, (x, y) => Loss.CrossEntropy(net.Forward(x), y), x, labels);
    }

    [Fact]
    public void A_layer_that_mixes_examples_is_refused()
    {
        var net = new BatchNorm("norm", 2);
        Tensor x = Tensor.Ones([Examples, 2, 3, 3]);
        string message = Assert.Throws<TensorException>(() => PerSampleGradients(net.Parameters, (x, y) => (net.Forward(x) - y).Square().Sum(), x, x)).Message;
        Assert.Contains("calls Parameter.Step on float32 [2], which depends on its mapped input", message, StringComparison.Ordinal);
        Assert.Equal([0, 0], net.RunningMean.Value.ToArray<float>());
        Assert.Equal(2, PerSampleGradients(net.Parameters, (x, y) => (net.ForEvaluation().Forward(x) - y).Square().Sum(), x, x).Length);
    }

    [Fact]
    public void A_loss_of_several_numbers_is_told()
    {
        (Module net, Tensor x, Tensor labels) = Draw("multi-layer perceptron");
        Assert.Contains("backward: [1, 3] is not a single number", Assert.Throws<TensorException>(() => PerSampleGradients(net.Parameters, (x, y) => net.Forward(x), x, labels)).Message, StringComparison.Ordinal);
    }

    private static Dense Layer(string name, int inputs, int outputs, RandomStream stream) => new(name, inputs, outputs, Initialiser.He, stream, dtype: DType.Float64);

    private static (Module Net, Tensor X, Tensor Labels) Draw(string name)
    {
        var stream = new RandomStream(1, name);
        (Func<RandomStream, Module> make, Shape example) = s_networks[name];
        return (make(stream), stream.Normal([Examples, .. example], dtype: DType.Float64), stream.Integers([Examples], Classes));
    }

    private static Tensor Fourth(Tensor[] gradients) => gradients.Select(g => g.Square().Reshape(g.Shape[0], -1).Sum(1).Square().Sum()).Aggregate((sum, term) => sum + term);

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.InRange((expected - actual).Abs().Max().Item(), 0, Tolerance * Math.Max(1, expected.Abs().Max().Item()));
    }
}
