using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Calculus;

/// <summary>The cases of convolutions and pooling.</summary>
internal static class ConvolutionCases
{
    private static readonly Sliding s_plain = Sliding.Of(), s_uneven = new((2, 1), (1, 2), (1, 2));

    private static Tensor N(string name, params int[] sizes) => Points.Normal($"convolution {name}", sizes);

    internal static readonly GradientCase[] Images =
    [
        new("convolve [2, 3, 4, 5] with [2, 3, 2, 3]", x => x[0].Convolve(x[1]), [N("a1", 2, 3, 4, 5), N("a2", 2, 3, 2, 3)]),
        new("convolve in two groups, strided, padded and dilated", x => x[0].Convolve(x[1], s_uneven, 2), [N("a3", 2, 4, 5, 6), N("a4", 6, 2, 3, 2)]),
        new("convolve channel by channel", x => x[0].Convolve(x[1], padding: 1, groups: 3), [N("a5", 1, 3, 4, 4), N("a6", 3, 1, 3, 3)]),
        new("convolve transposed and sliced leaves", x => x[0].Convolve(x[1]), [N("b1", 5, 4, 2, 3).Permute(3, 2, 1, 0), N("b2", 6, 2, 2, 4)[Slice.Every(-2), .., .., Slice.Every(2)]]),
        new("convolve a broadcast image", x => x[0].Expand([2, 2, 4, 4]).Convolve(x[1]), [N("b3", 1, 4, 1), N("b4", 2, 2, 3, 3)]),
        new("convolve x with itself", x => x[0].Convolve(x[0], padding: 1), [N("b5", 2, 2, 2, 2)]),
        new("convolve no images", x => x[0].Convolve(x[1]), [N("b6", 0, 2, 3, 3), N("b7", 2, 2, 2, 2)]),
        new("convolve a 1x1 image with a 1x1 kernel", x => x[0].Convolve(x[1]), [N("b8", 1, 1, 1, 1), N("b9", 1, 1, 1, 1)]),
        new("average-pool, a convolution", x => x[0].AveragePool(2), [N("c1", 2, 2, 5, 4)]),
        new("average-pool, overlapping and padded", x => x[0].AveragePool((3, 2), stride: (1, 2), padding: 1), [N("c2", 1, 2, 4, 5)]),
    ];

    internal static readonly GradientCase[] Biased =
    [
        new("convolve with a bias", x => x[0].Convolve(x[1], x[2], stride: 2, padding: 1), [N("h1", 2, 2, 5, 5), N("h2", 3, 2, 3, 3), N("h3", 3)]),
        new("convolve, bias and tanh", x => x[0].Convolve(x[1], x[2], default(Tanh), s_plain), [N("h4", 2, 3, 4, 5), N("h5", 5, 3, 2, 3), N("h6", 5)]),
        new("convolve, bias and sigmoid, in two groups", x => x[0].Convolve(x[1], x[2], default(Sigmoid), s_uneven, 2), [N("h7", 2, 4, 5, 6), N("h8", 6, 2, 3, 2), N("h9", 6)]),
        new("convolve, bias and relu, of transposed leaves", x => x[0].Convolve(x[1], x[2], default(Relu), s_plain), [N("i1", 5, 4, 2, 3).Permute(3, 2, 1, 0), N("i2", 4, 2, 2, 2), N("i3", 8)[Slice.Every(-2)]]),
        new("convolve no channels, with a bias", x => x[0].Convolve(x[1], x[2], default(Tanh), s_plain), [N("i4", 2, 0, 3, 3), N("i5", 2, 0, 2, 2), N("i6", 2)]),
        new("convolve no images, with a bias", x => x[0].Convolve(x[1], x[2]), [N("i7", 0, 2, 3, 3), N("i8", 2, 2, 2, 2), N("i9", 2)]),
    ];

    internal static readonly GradientCase[] Transposed =
    [
        new("convolve-transposed [2, 3, 2, 3] with [3, 2, 2, 3]", x => x[0].ConvolveTransposed(x[1]), [N("d1", 2, 3, 2, 3), N("d2", 3, 2, 2, 3)]),
        new("convolve-transposed in two groups", x => x[0].ConvolveTransposed(x[1], s_uneven, (5, 6), 2), [N("d3", 1, 4, 3, 8), N("d4", 4, 2, 2, 2)]),
        new("convolve-transposed to a larger size, with a bias", x => x[0].ConvolveTransposed(x[1], x[2], stride: 2, size: (6, 6)), [N("d5", 1, 2, 2, 2), N("d6", 2, 3, 3, 3), N("d7", 3)]),
        new("convolve-transposed of a transposed leaf", x => x[0].ConvolveTransposed(x[1]), [N("d8", 3, 2, 2, 1).Permute(3, 2, 1, 0), N("d9", 2, 1, 2, 2)]),
        new("convolve-transposed of nothing", x => x[0].ConvolveTransposed(x[1]), [N("e1", 0, 2, 2, 2), N("e2", 2, 1, 2, 2)]),
    ];

    internal static readonly GradientCase[] Weights =
    [
        new("convolve-to-weights", x => x[0].ConvolveToWeights(x[1], s_plain, (2, 3)), [N("f1", 2, 3, 4, 5), N("f2", 2, 2, 3, 3)]),
        new("convolve-to-weights in two groups", x => x[0].ConvolveToWeights(x[1], s_uneven, (3, 2), 2), [N("f3", 2, 4, 5, 6), N("f4", 2, 2, 3, 8)]),
        new("convolve-to-weights of transposed leaves", x => x[0].ConvolveToWeights(x[1], s_plain, 2), [N("f5", 3, 3, 1, 2).Permute(3, 2, 1, 0), N("f6", 2, 2, 1, 2).Permute(3, 2, 0, 1)]),
        new("convolve-to-weights of no images", x => x[0].ConvolveToWeights(x[1], s_plain, 2), [N("f7", 0, 2, 3, 3), N("f8", 0, 1, 2, 2)]),
    ];

    /// <summary>What is made of them and of other ops.</summary>
    internal static readonly GradientCase[] Composed =
    [
        new("max-pool", x => x[0].MaxPool(2), [N("g1", 2, 2, 5, 4)]),
        new("max-pool, overlapping, padded and dilated", x => x[0].MaxPool((3, 2), stride: (1, 2), padding: 1, dilation: (1, 2)), [N("g2", 1, 2, 4, 5)]),
        new("max-pool of a transposed leaf", x => x[0].MaxPool(2, stride: 1), [N("g3", 4, 3, 2, 1).Permute(3, 2, 1, 0)]),
        new("max-pool of no images", x => x[0].MaxPool(2), [N("g4", 0, 2, 4, 4)]),
        new("the pooled square of a convolution's tanh", x => x[0].Convolve(x[1], x[2]).Tanh().MaxPool(2).Square().Mean(), [N("g5", 2, 1, 5, 5), N("g6", 2, 1, 2, 2), N("g7", 2)]),
    ];
}
