using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>A small convolutional net on pixels in [0, 1]: two layers of 5×5 kernels that move by two pixels, one hidden layer. The normaliser is its
/// first layer, so that whoever looks for images changes pixels and nothing else.</summary>
internal sealed class StridedNet : Module
{
    private const int Kernel = 5, Stride = 2, FirstChannels = 8, SecondChannels = 16, Units = 64, EvaluationBatch = 500;

    // Smaller images than two layers can shrink get a margin.
    private const int Margin = 2, LeastSide = 13;

    private readonly Sequential _layers;
    private readonly DataSet _data;
    private readonly double _mean;
    private readonly double _scale;

    /// <param name="data">The form of the images.</param>
    /// <param name="images">What it is to learn, [n, pixels]: their mean and spread make the normaliser.</param>
    /// <param name="classes">How many outputs.</param>
    /// <param name="weights">Where its first weights are drawn from.</param>
    public StridedNet(DataSet data, Tensor images, int classes, RandomStream weights)
    {
        _data = data;
        int margin = Math.Min(data.Width, data.Height) < LeastSide ? Margin : 0;
        int features = SecondChannels * Out(Out(data.Width)) * Out(Out(data.Height));
        _layers = new Sequential(
            new Convolution("first", data.Channels, FirstChannels, Kernel, Initialiser.He, weights, Stride, margin), Activation.Relu,
            new Convolution("second", FirstChannels, SecondChannels, Kernel, Initialiser.He, weights, Stride, margin), Activation.Relu,
            new Flatten(), new Dense("third", features, Units, Initialiser.He, weights), Activation.Relu,
            new Dense("last", Units, classes, Initialiser.He, weights));
        using var scope = MemoryScope.Open();
        _mean = images.Mean().Item();
        _scale = 1 / Math.Max((images - _mean).Square().Mean().Sqrt().Item(), 1e-6);      // a blank set has no spread

        int Out(int side) => (side + 2 * margin - Kernel) / Stride + 1;
    }

    public override IReadOnlyList<Parameter> Parameters => _layers.Parameters;

    public override Tensor Forward(Tensor x) => _layers.Forward(((x - _mean) * _scale).Reshape(x.Shape[0], _data.Channels, _data.Height, _data.Width));

    /// <summary>Cross-entropy on logits, Adam; then it changes no more.</summary>
    public StridedNet Learn(Tensor images, Tensor labels, int epochs, double learningRate, int batchSize, RandomStream order)
    {
        var optimiser = new Adam(Parameters, learningRate);
        for (int epoch = 0; epoch < epochs; epoch++) optimiser.Epoch(this, images, labels, Loss.CrossEntropy, batchSize, order);
        Freeze();
        return this;
    }

    /// <summary>The share of images that it takes for something else.</summary>
    public double Error(Tensor images, Tensor labels)
    {
        using Tracking.Scope pause = Tracking.Pause();
        double right = 0;
        foreach (int[] batch in Batches.InOrder(images.Shape[0], EvaluationBatch))
        {
            using var scope = MemoryScope.Open();
            right += batch.Length * Loss.Accuracy(Forward(images.Rows(batch)), labels.Rows(batch));
        }
        return 1 - right / images.Shape[0];
    }
}
