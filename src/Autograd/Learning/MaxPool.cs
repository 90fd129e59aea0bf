using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>The largest element of each window of images [n, c, h, w]; see <see cref="Tensor.MaxPool"/>. It has no parameters.</summary>
public sealed class MaxPool : Module
{
    private readonly Extent _window;
    private readonly Sliding _sliding;

    /// <summary>A layer with windows of that size.</summary>
    /// <param name="window">Height and width; one number stands for both, as below.</param>
    /// <param name="stride">From one window to the next; the window's size by default.</param>
    /// <param name="padding">How far the first window reaches out of the image; 0 by default.</param>
    /// <param name="dilation">From one element of a window to the next; 1 by default.</param>
    /// <exception cref="TensorException">Window, stride or dilation is below 1, or padding below 0.</exception>
    public MaxPool(Extent window, Extent? stride = null, Extent? padding = null, Extent? dilation = null)
    {
        _window = window;
        _sliding = Sliding.Of(stride ?? window, padding, dilation);
        if (_sliding.Flaw("window", window) is { } flaw) throw new TensorException($"max-pool: {flaw}");
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.MaxPool(_window, _sliding.Stride, _sliding.Padding, _sliding.Dilation);
}
