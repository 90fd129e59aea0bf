using DeepPuzzles.Autograd;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Bench.Works;

/// <summary>One training step, with cross-entropy: forward, backward, update.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Shape">Net, batch and optimiser in words.</param>
/// <param name="Batch">Examples.</param>
/// <param name="Input">The shape of an example.</param>
/// <param name="Labels">How many classes there are.</param>
internal abstract record TrainingStep(string Name, string Shape, int Batch, int[] Input, int Labels) : Work(Name, Shape, IsQuick: true)
{
    // 1 over the variance of numbers in [-1/2, 1/2).
    private const double Spread = 12;

    // The loss of this step is compared: two updates lie behind it.
    private const int CheckedStep = 3;

    /// <summary>The operations of a layer are those of a product: forward, gradient of the weights and, but for the first layer, of the input.</summary>
    protected abstract IEnumerable<double> Layers { get; }

    public override double Flops => Layers.Select((flops, layer) => (layer == 0 ? 2 : 3) * flops).Sum();

    public override double Bytes => 0;

    // What is timed reads no loss: the host runs ahead of a device then. The check starts anew, so that all have taken as many steps.
    public override Local Ours(Device device)
    {
        Func<Tensor> step = Start(device);
        return new Local("ours", () => Scoped(step), () =>
        {
            Func<Tensor> anew = Start(device);
            for (int before = 1; before < CheckedStep; before++) Scoped(anew);
            using var scope = MemoryScope.Open();
            return anew().Item();
        });
    }

    private static void Scoped(Func<Tensor> step)
    {
        using var scope = MemoryScope.Open();
        step();
    }

    /// <summary>A net with weights that are the same on every device and in every library; each call is a step, and gives the loss before it.</summary>
    private Func<Tensor> Start(Device device)
    {
        Module net = Net(new RandomStream(1, "bench", device));
        for (int i = 0; i < net.Parameters.Count; i++)
        {
            Shape shape = net.Parameters[i].Shape;
            // The variance of He: 2 over the numbers that a sum has.
            if (shape.Rank > 1) net.Parameters[i].Update(Numbers(shape, i + 1, Math.Sqrt(2 * Spread / (shape.Rank == 2 ? shape[0] : shape.Elements / shape[0])), device));
        }
        Optimiser optimiser = OptimiserOf(net);
        Tensor x = Numbers(new Shape([Batch, .. Input]), 0, Math.Sqrt(Spread), device), labels = Tensor.From([.. Enumerable.Range(0, Batch).Select(i => i % Labels)], [Batch], device);
        return () =>
        {
            Tensor loss = Loss.CrossEntropy(net.Forward(x), labels);
            optimiser.Step(loss.Backward());
            return loss;
        };
    }

    private static Tensor Numbers(Shape shape, int seed, double scale, Device device)
    {
        float[] numbers = new float[shape.Elements];
        Values.Fill(numbers.AsSpan(), seed, scale);
        return Tensor.From(numbers, shape, device);
    }

    protected abstract Module Net(RandomStream stream);

    protected abstract Optimiser OptimiserOf(Module net);
}

/// <summary>A multi-layer perceptron with ReLU and SGD.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Sizes">Inputs, hidden layers, classes.</param>
/// <param name="Batch">Examples.</param>
/// <param name="Momentum">Of SGD; 0 for none.</param>
internal sealed record MlpStep(string Name, int[] Sizes, int Batch, double Momentum)
    : TrainingStep(Name, FormattableString.Invariant($"{string.Join('-', Sizes)} b{Batch} sgd {Momentum}"), Batch, [Sizes[0]], Sizes[^1])
{
    private const double LearningRate = 0.01;

    protected override IEnumerable<double> Layers => Sizes.Zip(Sizes.Skip(1), (inputs, outputs) => 2.0 * Batch * inputs * outputs);

    protected override Module Net(RandomStream stream) => new Mlp(Sizes, Activation.Relu, Initialiser.He, stream);

    protected override Optimiser OptimiserOf(Module net) => new Sgd(net.Parameters, LearningRate, Momentum);
}

/// <summary>LeNet-5 in the widths of Caffe's example (20 and 50 maps of 5×5 windows, 500, 10), ReLU after each layer but the last, Adam.</summary>
internal sealed record LeNetStep(int Batch) : TrainingStep("train-lenet5", $"b{Batch} adam", Batch, [1, Image, Image], Classes)
{
    private const int Image = 28, FirstMaps = 20, SecondMaps = 50, Window = 5, Hidden = 500, Classes = 10;
    private const int FirstPlaces = Image - Window + 1, SecondPlaces = FirstPlaces / 2 - Window + 1, Flat = SecondMaps * (SecondPlaces / 2) * (SecondPlaces / 2);
    private const double LearningRate = 0.001;

    protected override IEnumerable<double> Layers =>
    [
        2.0 * Batch * FirstMaps * Window * Window * FirstPlaces * FirstPlaces,
        2.0 * Batch * SecondMaps * FirstMaps * Window * Window * SecondPlaces * SecondPlaces,
        2.0 * Batch * Flat * Hidden,
        2.0 * Batch * Hidden * Classes,
    ];

    protected override Module Net(RandomStream stream) => new Sequential(
        new Convolution("conv1", 1, FirstMaps, Window, Initialiser.He, stream), Activation.Relu, new MaxPool(2),
        new Convolution("conv2", FirstMaps, SecondMaps, Window, Initialiser.He, stream), Activation.Relu, new MaxPool(2),
        new Flatten(), new Dense("dense1", Flat, Hidden, Initialiser.He, stream), Activation.Relu, new Dense("dense2", Hidden, Classes, Initialiser.He, stream));

    protected override Optimiser OptimiserOf(Module net) => new Adam(net.Parameters, LearningRate);
}
