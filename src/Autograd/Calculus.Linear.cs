using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Rules;

namespace DeepPuzzles.Autograd;

internal static partial class Calculus
{
    // The expensive ops, for forward mode: for a sum or a view, what their rules give costs next to nothing.
    private static void LinearOps()
    {
        Linear<MatrixProduct>(static (op, dx, inputs, y, i) => i == 0 ? dx.MatMul(inputs[1]) : inputs[0].MatMul(dx));
        Linear<Affine>(static (op, dx, inputs, y, i) => i switch
        {
            0 => dx.MatMul(inputs[1]),
            1 => inputs[0].MatMul(dx),
            _ => dx.Expand(y.Shape),
        });
        Linear<ImageConvolution>(static (op, dx, inputs, y, i) => i == 0 ? dx.Convolve(inputs[1], op.Sliding, op.Groups) : inputs[0].Convolve(dx, op.Sliding, op.Groups));
        Linear<BiasedConvolution>(static (op, dx, inputs, y, i) => i switch
        {
            0 => dx.Convolve(inputs[1], op.Sliding, op.Groups),
            1 => inputs[0].Convolve(dx, op.Sliding, op.Groups),
            _ => dx.Reshape(-1, 1, 1).Expand(y.Shape),
        });
        Linear<TransposedConvolution>(static (op, dx, inputs, y, i) => i == 0
            ? dx.ConvolveTransposed(inputs[1], op.Sliding, op.Size, op.Groups)
            : inputs[0].ConvolveTransposed(dx, op.Sliding, op.Size, op.Groups));
        Linear<WeightConvolution>(static (op, dx, inputs, y, i) => i == 0
            ? dx.ConvolveToWeights(inputs[1], op.Sliding, op.Kernel, op.Groups)
            : inputs[0].ConvolveToWeights(dx, op.Sliding, op.Kernel, op.Groups));
    }
}
