using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>A small convolutional net on images that come as rows of pixels: two layers of 5×5 kernels that move by two pixels, the second with twice the
/// channels, perhaps a hidden layer, logits.</summary>
internal sealed class StridedNet : Module
{
    private const int Kernel = 5, Stride = 2;

    /// <summary>The margin with which an image shrinks to its half, rounded up.</summary>
    public const int Margin = Kernel / 2;

    private readonly Sequential _layers;
    private readonly int _channels, _height, _width;

    /// <param name="data">The form of the images.</param>
    /// <param name="outputs">How many logits.</param>
    /// <param name="weights">Where its first weights are drawn from.</param>
    /// <param name="margin">Zeros around an image, in pixels.</param>
    /// <param name="channels">Of the first layer.</param>
    /// <param name="hidden">Units of the hidden layer; 0 for none.</param>
    /// <param name="last">Of the layer of the logits.</param>
    public StridedNet(DataSet data, int outputs, RandomStream weights, int margin = Margin, int channels = 8, int hidden = 64, Initialiser? last = null)
    {
        (_channels, _height, _width) = (data.Channels, data.Height, data.Width);
        int features = 2 * channels * Out(Out(_height)) * Out(Out(_width));
        _layers = new Sequential(
        [
            new Convolution("conv1", _channels, channels, Kernel, Initialiser.He, weights, Stride, margin), Activation.Relu,
            new Convolution("conv2", channels, 2 * channels, Kernel, Initialiser.He, weights, Stride, margin), Activation.Relu,
            new Flatten(),
            .. hidden > 0 ? [new Dense("hidden", features, hidden, Initialiser.He, weights), Activation.Relu] : Array.Empty<Module>(),
            new Dense("output", hidden > 0 ? hidden : features, outputs, last ?? Initialiser.He, weights),
        ]);

        int Out(int side) => (side + 2 * margin - Kernel) / Stride + 1;
    }

    public override Tensor Forward(Tensor x) => _layers.Forward(x.Reshape(x.Shape[0], _channels, _height, _width));
}
