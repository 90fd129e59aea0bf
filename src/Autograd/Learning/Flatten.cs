using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Each example as one row: [n, ...] becomes [n, numbers of an example]. It has no parameters.</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank == 0) throw new TensorException("flatten: a single number has no axis of examples");
        int numbers = 1;
        foreach (int size in x.Shape.Sizes[1..]) numbers *= size;
        return x.Reshape(x.Shape[0], numbers);
    }
}
