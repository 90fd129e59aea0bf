using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The gradients of one number with respect to every leaf it was made of, or to the targets that were asked for: a value, with nothing
/// to reset.</summary>
public sealed class Gradients
{
    // By node: a table with open addressing, at most half full, its length a power of two.
    private (Origin? Node, Tensor? Gradient)[] _table = new (Origin?, Tensor?)[8];
    private readonly bool _ofTargets;
    private int _count;

    // Of every leaf.
    internal Gradients()
        : this(ofTargets: false)
    {
    }

    private Gradients(bool ofTargets) => _ofTargets = ofTargets;

    internal Gradients(IEnumerable<Origin> targets)
        : this(ofTargets: true)
    {
        foreach (Origin target in targets) At(target);
    }

    /// <summary>The gradient with respect to a leaf or a target, in its shape; zeros if the result does not depend on it.</summary>
    /// <exception cref="TensorException">The tensor is a constant, or the result of an op that is no target; or there are targets, and it is none.</exception>
    public Tensor this[Tensor x]
    {
        get
        {
            if (x.Origin is not { } origin) throw new TensorException($"gradients: the tensor {x.Shape} is a constant; call Track() on it before it is used, and use the tensor that Track() returns");
            (Origin? node, Tensor? gradient) = Place(_table, origin);
            if (node is null && _ofTargets) throw new TensorException($"gradients: the tensor {x.Shape} ('{origin.OpName}') is none of the targets; name it among those of Backward");
            if (node is null && origin is not LeafOrigin)
                throw new TensorException($"gradients: the tensor {x.Shape} is the result of '{origin.OpName}'; gradients are kept for leaves: parameters and tensors from Track(); or name it as a target of Backward");
            return gradient ?? Tensor.Zeros(x.Shape, x.DType, x.Device);
        }
    }

    /// <summary>The gradient with respect to a parameter, in its shape; zeros if the result does not depend on it or it is frozen.</summary>
    public Tensor this[Parameter parameter] => parameter.IsFrozen ? Tensor.Zeros(parameter.Shape, parameter.DType, parameter.Value.Device) : this[parameter.Value];

    /// <summary>True where a gradient came to the parameter, or it was asked for as a target.</summary>
    internal bool Hold(Parameter parameter) => parameter.Value.Origin is { } origin && Place(_table, origin).Node is not null;

    /// <summary>The gradient at a node, to be set; null when none came to it.</summary>
    internal ref Tensor? At(Origin node)
    {
        if (2 * _count >= _table.Length) Grow();
        ref (Origin? Node, Tensor? Gradient) place = ref Place(_table, node);
        if (place.Node is null)
        {
            place.Node = node;
            _count++;
        }
        return ref place.Gradient;
    }

    /// <summary>The same gradients, some of which may then be set without a trace in these.</summary>
    internal Gradients Copy() => new(_ofTargets) { _table = [.. _table], _count = _count };

    private void Grow()
    {
        var table = new (Origin?, Tensor?)[2 * _table.Length];
        foreach ((Origin? Node, Tensor? Gradient) entry in _table)
        {
            if (entry.Node is not null) Place(table, entry.Node) = entry;
        }
        _table = table;
    }

    // Where the node stands, or may be put. The orders of nodes are different numbers, often neighbours, so they are a good hash as they are.
    private static ref (Origin? Node, Tensor? Gradient) Place((Origin? Node, Tensor? Gradient)[] table, Origin node)
    {
        int place = (int)node.Order & (table.Length - 1);
        while (table[place].Node is { } other && other != node) place = (place + 1) & (table.Length - 1);
        return ref table[place];
    }
}
