using DeepPuzzles.Tensors;
using static DeepPuzzles.Autograd.Rules;

namespace DeepPuzzles.Autograd;

internal static partial class Calculus
{
    // gz is the gradient before the activation: see Rules.BeforeActivation.
    private static void Affines() => RuleOfMany<Affine>(static (op, gz, inputs, i) => i switch
    {
        0 => gz.MatMul(inputs[1].Transpose()),
        1 => inputs[0].Transpose().MatMul(gz),
        _ => SumTo(gz, inputs[2].Shape),
    });
}
