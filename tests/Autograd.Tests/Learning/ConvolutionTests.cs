using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Tests.Learning.Sample;

namespace DeepPuzzles.Autograd.Tests.Learning;

public class ConvolutionTests
{
    [Fact]
    public void A_layer_is_a_convolution_and_a_bias()
    {
        Tensor weight = Stream("w").Normal([4, 1, 3, 2], dtype: DType.Float64), bias = Stream("b").Normal([4], dtype: DType.Float64), x = Stream("x").Normal([2, 2, 7, 8], dtype: DType.Float64);
        var layer = new Convolution("conv", weight, bias, stride: (2, 1), padding: 1, dilation: (1, 2), groups: 2);
        Assert.Equal(x.Convolve(weight, bias, (2, 1), 1, (1, 2), 2).Numbers(), layer.Forward(x).Numbers());
        Assert.Equal(x.Convolve(weight, padding: 0, groups: 2).Numbers(), new Convolution("conv", weight, null, groups: 2).Forward(x).Numbers());
        Assert.Equal(["conv.weight", "conv.bias"], layer.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void The_fans_count_the_taps_of_the_kernel_and_of_the_group()
    {
        const double relativeTolerance = 0.02;       // 31,104 draws: four standard deviations of a sample deviation are 1.6 %
        var layer = new Convolution("conv", 36, 96, (3, 3), Initialiser.LeCun, Stream(), dtype: DType.Float64);
        Assert.Equal(1 / Math.Sqrt(36 * 9), Deviation(layer), relativeTolerance / Math.Sqrt(36 * 9));
        var grouped = new Convolution("conv", 144, 216, (3, 4), Initialiser.GlorotNormal, Stream(), groups: 12, dtype: DType.Float64);
        double glorot = Math.Sqrt(2.0 / (12 * 12 + 18 * 12));
        Assert.Equal(glorot, Deviation(grouped), relativeTolerance * glorot);
        Assert.Equal(0, layer.Bias!.Value.Abs().Sum().Item());

        static double Deviation(Convolution layer) => Math.Sqrt(layer.Weight.Value.Square().Mean().Item());
    }

    [Fact]
    public void A_layer_and_its_activation_are_one_node_that_equals_their_composition()
    {
        var with = new Convolution("with", 2, 3, 2, Initialiser.He, Stream("w"));
        var without = new Convolution("without", 2, 3, 2, Initialiser.He, Stream("w"), bias: false);
        Tensor x = Stream("x").Normal([2, 2, 5, 6]);
        Activation[] fused = [Activation.Identity, Activation.Relu, Activation.Tanh, Activation.Sigmoid], others = [Activation.Softplus, Activation.LeakyRelu(0.1)];
        foreach (Activation activation in fused) Assert.Equal(typeof(BiasedConvolution), new Sequential(with, activation).Forward(x).Origin!.OpType);
        foreach (Activation activation in fused.Concat(others))
        {
            Tensor expected = activation.Forward(x.Convolve(with.Weight.Value));          // the bias starts at 0
            Assert.Equal(expected.Numbers(), new Sequential(with, activation).Forward(x).Numbers());
            Assert.Equal(expected.Numbers(), new Sequential(without, activation).Forward(x).Numbers());
        }
        Tensor notKept = x.Convolve(with.Weight.Value, with.Bias!.Value, default(Kernels.Softplus), Kernels.Sliding.Of());
        Assert.Contains("Softplus", Assert.Throws<TensorException>(() => notKept.Sum().Backward()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pooling_and_flattening_layers_are_their_ops()
    {
        Tensor x = Stream("x").Normal([3, 2, 6, 5]);
        Assert.Equal(x.MaxPool(3, 2, 1).Numbers(), new MaxPool(3, stride: 2, padding: 1).Forward(x).Numbers());
        Assert.Equal(x.AveragePool((2, 1), 1).Numbers(), new AveragePool((2, 1), stride: 1).Forward(x).Numbers());
        Assert.Equal([3, 60], new Flatten().Forward(x).Shape);
        Assert.Equal([0, 60], new Flatten().Forward(x[0..0]).Shape);
        Assert.Equal(x.Numbers(), new Flatten().Forward(x).Numbers());
    }

    [Fact]
    public void A_convolutional_net_tells_bars_from_columns_wherever_they_stand()
    {
        double[] Train()
        {
            RandomStream stream = Stream("weights"), data = Stream("data");
            var net = new Sequential(
                new Convolution("conv1", 1, 4, 3, Initialiser.He, stream), Activation.Relu, new MaxPool(2),
                new Convolution("conv2", 4, 6, 2, Initialiser.He, stream), Activation.Relu, new AveragePool(2),
                new Flatten(), new Dense("dense", 6, 2, Initialiser.LeCun, stream));
            (Tensor x, Tensor labels) = Stripes(96, data);
            (Tensor test, Tensor truth) = Stripes(64, data);
            var adam = new Adam(net.Parameters, 0.02);
            RandomStream order = Stream("order");
            var losses = new double[12];
            for (int epoch = 0; epoch < losses.Length; epoch++) losses[epoch] = adam.Epoch(net, x, labels, Loss.CrossEntropy, 16, order);
            Assert.True(Loss.Accuracy(net.Predict(test), truth) > 0.95, string.Join(", ", losses));
            return losses;
        }
        Assert.Equal(Train(), Train());
    }

    [Fact]
    public void LeNet_has_its_published_parameters()
    {
        RandomStream stream = Stream();
        var net = new Sequential(
            new Convolution("conv1", 1, 20, 5, Initialiser.He, stream), Activation.Relu, new MaxPool(2),
            new Convolution("conv2", 20, 50, 5, Initialiser.He, stream), Activation.Relu, new MaxPool(2),
            new Flatten(), new Dense("dense1", 800, 500, Initialiser.He, stream), Activation.Relu, new Dense("dense2", 500, 10, Initialiser.He, stream));
        Assert.Equal(431_080, net.ParameterCount);       // the "431K" of the literature on pruning
        Assert.Equal([3, 10], net.Forward(stream.Normal([3, 1, 28, 28])).Shape);
    }

    [Fact]
    public void Mistakes_in_building_are_named()
    {
        Assert.Contains("'conv'", Assert.Throws<TensorException>(() => new Convolution("conv", 3, 4, 3, Initialiser.He, Stream(), groups: 2)).Message, StringComparison.Ordinal);
        Assert.Throws<TensorException>(() => new Convolution("conv", Tensor.Zeros([4, 3, 3]), null));
        Assert.Throws<TensorException>(() => new Convolution("conv", Tensor.Zeros([4, 3, 3, 3]), Tensor.Zeros([3])));
        Assert.Equal("convolution 'conv': 3 groups do not divide the 4 outputs of the weight [4, 2, 3, 3]", Told(() => new Convolution("conv", Tensor.Zeros([4, 2, 3, 3]), null, groups: 3)));
        Assert.Equal("convolution 'conv': 0 groups do not divide the 4 outputs of the weight [4, 2, 3, 3]", Told(() => new Convolution("conv", Tensor.Zeros([4, 2, 3, 3]), null, groups: 0)));
        Assert.Equal("convolution 'conv': stride 0x0 must be at least 1x1", Told(() => new Convolution("conv", Tensor.Zeros([4, 2, 3, 3]), null, stride: 0)));
        Assert.Equal("convolution 'conv': kernel 0x0 must be at least 1x1", Told(() => new Convolution("conv", 2, 4, 0, Initialiser.He, Stream())));
        var layer = new Convolution("conv", 4, 6, 3, Initialiser.He, Stream(), groups: 2);
        Assert.Equal("convolution 'conv': images [1, 3, 5, 5] have 3 channels; the weight [6, 2, 3, 3] in 2 groups takes 4", Told(() => layer.Forward(Tensor.Zeros([1, 3, 5, 5]))));
        Assert.Equal("max-pool: window 0x0 must be at least 1x1", Told(() => new MaxPool(0)));
        Assert.Equal("max-pool: dilation 1x0 must be at least 1x1", Told(() => new MaxPool(2, dilation: (1, 0))));
        Assert.Equal("average-pool: padding -1x-1 must be at least 0x0", Told(() => new AveragePool(2, padding: -1)));
        Assert.Throws<TensorException>(() => new Flatten().Forward(Tensor.Scalar(1)));
    }

    // Noise with one bright row (label 0) or column (label 1).
    private static (Tensor X, Tensor Labels) Stripes(int count, RandomStream stream)
    {
        const int size = 8;
        float[] pixels = stream.Normal([count, 1, size, size], 0, 0.3).ToArray<float>();
        int[] labels = stream.Integers([count], 2).ToArray<int>(), places = stream.Integers([count], size - 2).ToArray<int>();
        for (int i = 0; i < count; i++)
            for (int p = 0; p < size; p++) pixels[i * size * size + (labels[i] == 0 ? (places[i] + 1) * size + p : p * size + places[i] + 1)] += 2;
        return (Tensor.From(pixels, [count, 1, size, size]), Tensor.From(labels));
    }

    private static string Told(Func<object> misuse) => Assert.Throws<TensorException>(misuse).Message;
}
