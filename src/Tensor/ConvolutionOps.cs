using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Three ops, each linear in either input. For fixed geometry Σ g·convolve(x, w) is linear in g, x and w, and each op is its derivative by one
// of them: so the derivatives of each are the other two, and derivatives of any order need no fourth.
// With bias and activation the first is one op more, for speed.

/// <summary>Images correlated with kernels. Inputs: images [n, c, h, w], weights [o, c / groups, kh, kw].</summary>
/// <param name="Sliding">Stride, padding and dilation.</param>
/// <param name="Groups">Channels of one group see only their own.</param>
public readonly record struct ImageConvolution(Sliding Sliding, int Groups) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "convolve";
}

/// <summary>Activation(convolution + bias), in one pass. Inputs: images [n, c, h, w], weights [o, c / groups, kh, kw], bias [o].</summary>
/// <param name="Sliding">Stride, padding and dilation.</param>
/// <param name="Groups">Channels of one group see only their own.</param>
/// <param name="Activation">The activation's op struct; <see cref="Identity"/> for none.</param>
public readonly record struct BiasedConvolution(Sliding Sliding, int Groups, Type Activation) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "convolve with bias";
}

/// <summary>The place of the largest element of each window, int32. Input: images [n, c, h, w].</summary>
/// <param name="Sliding">Stride, padding and dilation.</param>
/// <param name="Window">Its size.</param>
public readonly record struct ArgMaxWindows(Sliding Sliding, Extent Window) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "arg-max-pool";
}

/// <summary>The adjoint of <see cref="ImageConvolution"/> for fixed weights. Inputs: outputs [n, o, oh, ow], weights [o, c / groups, kh, kw].</summary>
/// <param name="Sliding">Of the convolution.</param>
/// <param name="Groups">Of the convolution.</param>
/// <param name="Size">Of the images.</param>
public readonly record struct TransposedConvolution(Sliding Sliding, int Groups, Extent Size) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "convolve-transposed";
}

/// <summary>The adjoint of <see cref="ImageConvolution"/> for fixed images. Inputs: images [n, c, h, w], outputs [n, o, oh, ow].</summary>
/// <param name="Sliding">Of the convolution.</param>
/// <param name="Groups">Of the convolution.</param>
/// <param name="Kernel">Its size.</param>
public readonly record struct WeightConvolution(Sliding Sliding, int Groups, Extent Kernel) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "convolve-to-weights";
}
