using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The gradients of one number with respect to every leaf it was made of: a value, with nothing to reset.</summary>
public sealed class Gradients
{
    // By leaf: a table with open addressing, at most half full, its length a power of two.
    private (LeafOrigin? Leaf, Tensor? Gradient)[] _table = new (LeafOrigin?, Tensor?)[8];
    private int _count;

    internal Gradients()
    {
    }

    /// <summary>The gradient with respect to a leaf, in the leaf's shape; zeros if the result does not depend on it.</summary>
    /// <exception cref="TensorException">The tensor is no leaf: it is a constant or the result of an op.</exception>
    public Tensor this[Tensor leaf] => leaf.Origin switch
    {
        LeafOrigin origin => Place(_table, origin).Gradient ?? Tensor.Zeros(leaf.Shape, leaf.DType, leaf.Device),
        null => throw new TensorException($"gradients: the tensor {leaf.Shape} is a constant; call Track() on it before it is used"),
        { } origin => throw new TensorException($"gradients: the tensor {leaf.Shape} is the result of '{origin.OpName}'; gradients are kept for leaves: parameters and tensors from Track()"),
    };

    /// <summary>The gradient with respect to a parameter, in its shape; zeros if the result does not depend on it or it is frozen.</summary>
    public Tensor this[Parameter parameter] => parameter.IsFrozen ? Tensor.Zeros(parameter.Shape, parameter.DType, parameter.Value.Device) : this[parameter.Value];

    /// <summary>The gradient at a leaf, to be set; null when none came to it.</summary>
    internal ref Tensor? At(LeafOrigin leaf)
    {
        if (2 * _count >= _table.Length) Grow();
        ref (LeafOrigin? Leaf, Tensor? Gradient) place = ref Place(_table, leaf);
        if (place.Leaf is null)
        {
            place.Leaf = leaf;
            _count++;
        }
        return ref place.Gradient;
    }

    /// <summary>The same gradients, some of which may then be set without a trace in these.</summary>
    internal Gradients Copy() => new() { _table = [.. _table], _count = _count };

    private void Grow()
    {
        var table = new (LeafOrigin?, Tensor?)[2 * _table.Length];
        foreach ((LeafOrigin? Leaf, Tensor? Gradient) entry in _table)
        {
            if (entry.Leaf is not null) Place(table, entry.Leaf) = entry;
        }
        _table = table;
    }

    // Where the leaf stands, or may be put. The orders of leaves are different numbers, often neighbours, so they are a good hash as they are.
    private static ref (LeafOrigin? Leaf, Tensor? Gradient) Place((LeafOrigin? Leaf, Tensor? Gradient)[] table, LeafOrigin leaf)
    {
        int place = (int)leaf.Order & (table.Length - 1);
        while (table[place].Leaf is { } other && other != leaf) place = (place + 1) & (table.Length - 1);
        return ref table[place];
    }
}
