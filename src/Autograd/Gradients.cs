using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The gradients of one number with respect to every leaf it was made of: a value, with nothing to reset.</summary>
public sealed class Gradients
{
    private readonly Dictionary<Origin, Tensor> _byLeaf;

    internal Gradients(Dictionary<Origin, Tensor> byLeaf) => _byLeaf = byLeaf;

    /// <summary>The gradient with respect to a leaf, in the leaf's shape; zeros if the result does not depend on it.</summary>
    /// <exception cref="TensorException">The tensor is no leaf: it is a constant or the result of an op.</exception>
    public Tensor this[Tensor leaf] => leaf.Origin switch
    {
        LeafOrigin origin => _byLeaf.TryGetValue(origin, out Tensor? gradient) ? gradient : Tensor.Zeros(leaf.Shape, leaf.DType, leaf.Device),
        null => throw new TensorException($"gradients: the tensor {leaf.Shape} is a constant; call Track() on it before it is used"),
        { } origin => throw new TensorException($"gradients: the tensor {leaf.Shape} is the result of '{origin.OpName}'; gradients are kept for leaves: parameters and tensors from Track()"),
    };

    /// <summary>The gradient with respect to a parameter, in its shape; zeros if the result does not depend on it.</summary>
    public Tensor this[Parameter parameter] => this[parameter.Value];
}
