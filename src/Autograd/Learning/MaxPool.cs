using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>The largest element of each window of images [n, c, h, w]; see <see cref="Tensor.MaxPool"/>. It has no parameters.</summary>
/// <param name="window">Height and width; one number stands for both, as below.</param>
/// <param name="stride">From one window to the next; the window's size by default.</param>
/// <param name="padding">How far the first window reaches out of the image; 0 by default.</param>
/// <param name="dilation">From one element of a window to the next; 1 by default.</param>
public sealed class MaxPool(Extent window, Extent? stride = null, Extent? padding = null, Extent? dilation = null) : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.MaxPool(window, stride, padding, dilation);
}
