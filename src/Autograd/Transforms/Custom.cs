using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>A function whose gradients are what somebody says. Inputs: those of the function, then what it gave, a constant, by which the node is
/// applied to many examples.</summary>
/// <param name="Backward">The gradients at the inputs from (gy, inputs, y); null where none flows.</param>
internal readonly record struct Custom(Func<Tensor, IReadOnlyList<Tensor>, Tensor, IReadOnlyList<Tensor?>> Backward) : IStructuralOp
{
    public static string Name => "custom gradient";

    internal IReadOnlyList<Tensor?> Pull(Tensor gy, Origin origin, Tensor y)
    {
        Tensor[] inputs = [.. origin.Inputs.SkipLast(1)];
        IReadOnlyList<Tensor?> parts = Backward(gy, inputs, y);
        if (parts.Count != inputs.Length) throw new TensorException($"{Name}: the backward gives {parts.Count} gradients for {inputs.Length} inputs; give one for each, null where none flows");
        for (int i = 0; i < parts.Count; i++)
        {
            Tensor input = inputs[i];
            if (parts[i] is { } part && (part.Shape != input.Shape || part.DType != input.DType))
                throw new TensorException($"{Name}: the gradient at input {i} is {part.DType.Name()} {part.Shape}, the input {input.DType.Name()} {input.Shape}; they must be the same");
        }
        return [.. parts, null];
    }
}
