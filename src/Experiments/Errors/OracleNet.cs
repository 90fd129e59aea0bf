using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>A small convolutional net on pixels in [0, 1] that come as rows: two layers of 5×5 kernels in steps of two (8 and 16 channels), 64 units,
/// logits.</summary>
internal sealed class OracleNet : Module
{
    private const int Kernel = 5, Stride = 2, Padding = 2, First = 8, Second = 16, Hidden = 64;

    private readonly Sequential _layers;
    private readonly int _channels, _height, _width;

    public OracleNet(DataSet data, RandomStream weights)
    {
        (_channels, _height, _width) = (data.Channels, data.Height, data.Width);
        int features = Second * Halved(Halved(_height)) * Halved(Halved(_width));
        _layers = new Sequential(
            new Convolution("conv1", _channels, First, Kernel, Initialiser.He, weights, Stride, Padding), Activation.Relu,
            new Convolution("conv2", First, Second, Kernel, Initialiser.He, weights, Stride, Padding), Activation.Relu,
            new Flatten(), new Dense("dense1", features, Hidden, Initialiser.He, weights), Activation.Relu,
            new Dense("dense2", Hidden, data.Classes, Initialiser.He, weights));

        static int Halved(int side) => (side + 2 * Padding - Kernel) / Stride + 1;
    }

    public override Tensor Forward(Tensor x) => _layers.Forward(x.Reshape(x.Shape[0], _channels, _height, _width));
}

/// <summary>How the nets of the puzzle are trained and asked.</summary>
internal static class NetLearning
{
    private const int Chunk = 500;

    /// <summary>Trains on cross-entropy with a fresh Adam; frozen before and after, since gradients of weights would only cost time in attacks.</summary>
    public static void Learn(this Module net, Tensor images, Tensor labels, int epochs, double learningRate, int batchSize, RandomStream order, Action<double>? report = null)
    {
        net.Unfreeze();
        var optimiser = new Adam(net.Parameters, learningRate);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            optimiser.Epoch(net, images, labels, Loss.CrossEntropy, batchSize, order);
            report?.Invoke((epoch + 1.0) / epochs);
        }
        net.Freeze();
    }

    /// <summary>The class that it gives each image.</summary>
    public static int[] Answers(this Module net, Tensor images)
    {
        using Tracking.Scope pause = Tracking.Pause();
        var answers = new List<int>(images.Shape[0]);
        foreach (int[] batch in Batches.InOrder(images.Shape[0], Chunk))
        {
            using var scope = MemoryScope.Open();
            answers.AddRange(net.Forward(images[batch[0]..(batch[^1] + 1)]).ArgMax(-1).ToArray<int>());
        }
        return [.. answers];
    }
}
