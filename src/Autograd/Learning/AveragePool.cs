using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>The mean of each window of images [n, c, h, w]; see <see cref="Tensor.AveragePool"/>. It has no parameters.</summary>
/// <param name="window">Height and width; one number stands for both, as below.</param>
/// <param name="stride">From one window to the next; the window's size by default.</param>
/// <param name="padding">How far the first window reaches out of the image, into zeros that are averaged too; 0 by default.</param>
public sealed class AveragePool(Extent window, Extent? stride = null, Extent? padding = null) : Module
{
    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AveragePool(window, stride, padding);
}
