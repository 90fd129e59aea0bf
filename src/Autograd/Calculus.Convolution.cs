using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Rules;

namespace DeepPuzzles.Autograd;

internal static partial class Calculus
{
    // Each op is linear in either input, and its derivative by one is another of the three ops: see ConvolutionOps.
    private static void Convolutions()
    {
        RuleOfMany<ImageConvolution>(static (op, gy, inputs, i) => i == 0
            ? gy.ConvolveTransposed(inputs[1], op.Sliding, Size(inputs[0]), op.Groups)
            : inputs[0].ConvolveToWeights(gy, op.Sliding, Size(inputs[1]), op.Groups));
        // gz is the gradient before the activation: see Rules.BeforeActivation.
        RuleOfMany<BiasedConvolution>(static (op, gz, inputs, i) => i switch
        {
            0 => gz.ConvolveTransposed(inputs[1], op.Sliding, Size(inputs[0]), op.Groups),
            1 => inputs[0].ConvolveToWeights(gz, op.Sliding, Size(inputs[1]), op.Groups),
            _ => gz.Sum([0, 2, 3]),
        });
        RuleOfMany<TransposedConvolution>(static (op, gx, inputs, i) => i == 0
            ? gx.Convolve(inputs[1], op.Sliding, op.Groups)
            : gx.ConvolveToWeights(inputs[0], op.Sliding, Size(inputs[1]), op.Groups));
        RuleOfMany<WeightConvolution>(static (op, gw, inputs, i) => i == 0
            ? inputs[1].ConvolveTransposed(gw, op.Sliding, Size(inputs[0]), op.Groups)
            : inputs[0].Convolve(gw, op.Sliding, op.Groups));
    }

    private static Kernels.Extent Size(Tensor images) => new(images.Shape[2], images.Shape[3]);
}
