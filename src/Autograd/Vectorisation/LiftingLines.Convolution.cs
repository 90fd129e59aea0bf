using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Lifting;

namespace DeepPuzzles.Autograd;

// Convolutions of n examples, each of b images. If all examples share the weights, the examples are more images: [n, b, c, h, w] as [n·b, c, h, w].
// If not, each example is a group of channels, which sees its own weights alone: [n, b, c, h, w] as [b, n·c, h, w].
internal static partial class LiftingLines
{
    private static void Convolutions()
    {
        RuleOfMany<ImageConvolution>(static (op, x) => Shares(x, 1)
            ? FromImages(AsImages(x.Each(0)).Convolve(Shared(x, 1), op.Sliding, op.Groups), x)
            : FromChannels(AsChannels(x.Each(0)).Convolve(Flat(x[1]), op.Sliding, x.Examples * op.Groups), x));
        RuleOfMany<BiasedConvolution>(static (op, x) => Shares(x, 1) && Shares(x, 2)
            ? FromImages(LiftingForms.Convolution(op.Activation)(AsImages(x.Each(0)), Shared(x, 1), Shared(x, 2), op.Sliding, op.Groups), x)
            : FromChannels(LiftingForms.Convolution(op.Activation)(AsChannels(x.Each(0)), Flat(x.Each(1)), x.Each(2).Flatten(), op.Sliding, x.Examples * op.Groups), x));
        RuleOfMany<TransposedConvolution>(static (op, x) => Shares(x, 1)
            ? FromImages(AsImages(x.Each(0)).ConvolveTransposed(Shared(x, 1), op.Sliding, op.Size, op.Groups), x)
            : FromChannels(AsChannels(x.Each(0)).ConvolveTransposed(Flat(x[1]), op.Sliding, op.Size, x.Examples * op.Groups), x));
        RuleOfMany<WeightConvolution>(static (op, x) => x.Examples > 0
            ? FromImages(AsChannels(x.Each(0)).ConvolveToWeights(AsChannels(x.Each(1)), op.Sliding, op.Kernel, x.Examples * op.Groups), x)
            : AsImages(x.Each(0)).ConvolveToWeights(AsImages(x.Each(1)), op.Sliding, op.Kernel, op.Groups).Unsqueeze(0)[..0]);
        RuleOfMany<ArgMaxWindows>(static (op, x) =>
            FromImages(AsImages(x[0]).ArgMaxPool(op.Window, op.Sliding.Stride, op.Sliding.Padding, op.Sliding.Dilation), x));
    }

    // Without an example there are no groups; the images, of which there are none either, may share any weights.
    private static bool Shares(LiftedInputs x, int input) => !x.IsLifted(input) || x.Examples == 0;

    private static Tensor Shared(LiftedInputs x, int input) => x.IsLifted(input) ? x[input].Sum(0) : x[input];

    private static Tensor AsImages(Tensor x) => Flat(x);

    private static Tensor FromImages(Tensor y, LiftedInputs x) => y.Reshape(OfEach(x.Examples, x.Result));

    private static Tensor AsChannels(Tensor x) => x.Permute(1, 0, 2, 3, 4).Reshape(x.Shape[1], x.Shape[0] * x.Shape[2], x.Shape[3], x.Shape[4]);

    private static Tensor FromChannels(Tensor y, LiftedInputs x) => y.Reshape(x.Result[0], x.Examples, x.Result[1], x.Result[2], x.Result[3]).Permute(1, 0, 2, 3, 4);

    // [n, a, …] as [n·a, …].
    private static Tensor Flat(Tensor x) => x.Reshape(x.Shape[0] * x.Shape[1], x.Shape[2], x.Shape[3], x.Shape[4]);
}
