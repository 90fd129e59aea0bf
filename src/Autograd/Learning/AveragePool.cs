using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>The mean of each window of images [n, c, h, w]; see <see cref="Tensor.AveragePool"/>. It has no parameters.</summary>
public sealed class AveragePool : Module
{
    private readonly Extent _window;
    private readonly Sliding _sliding;

    /// <summary>A layer with windows of that size.</summary>
    /// <param name="window">Height and width; one number stands for both, as below.</param>
    /// <param name="stride">From one window to the next; the window's size by default.</param>
    /// <param name="padding">How far the first window reaches out of the image, into zeros that are averaged too; 0 by default.</param>
    /// <exception cref="TensorException">Window or stride is below 1, or padding below 0.</exception>
    public AveragePool(Extent window, Extent? stride = null, Extent? padding = null)
    {
        _window = window;
        _sliding = Sliding.Of(stride ?? window, padding);
        if (_sliding.Flaw("window", window) is { } flaw) throw new TensorException($"average-pool: {flaw}");
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AveragePool(_window, _sliding.Stride, _sliding.Padding);
}
