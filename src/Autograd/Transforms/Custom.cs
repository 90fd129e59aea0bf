using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>A function whose gradients are what somebody says.</summary>
/// <param name="Backward">The gradients at the inputs from (gy, inputs, y); null where none flows.</param>
internal readonly record struct Custom(Func<Tensor, IReadOnlyList<Tensor>, Tensor, IReadOnlyList<Tensor?>> Backward) : IStructuralOp
{
    public static string Name => "custom gradient";

    internal IReadOnlyList<Tensor?> Pull(Tensor gy, Origin origin, Tensor y)
    {
        IReadOnlyList<Tensor?> parts = Backward(gy, origin.Inputs, y);
        if (parts.Count != origin.InputCount) throw new TensorException($"{Name}: the backward gives {parts.Count} gradients for {origin.InputCount} inputs; give one for each, null where none flows");
        for (int i = 0; i < parts.Count; i++)
        {
            Tensor input = origin.Input(i);
            if (parts[i] is { } part && (part.Shape != input.Shape || part.DType != input.DType))
                throw new TensorException($"{Name}: the gradient at input {i} is {part.DType.Name()} {part.Shape}, the input {input.DType.Name()} {input.Shape}; they must be the same");
        }
        return parts;
    }
}
