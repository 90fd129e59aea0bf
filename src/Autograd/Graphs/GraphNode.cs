using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>What a node of a graph is.</summary>
public enum GraphNodeKind
{
    /// <summary>A parameter, or a tensor marked with <see cref="Tensor.Track"/>: gradients are asked for here.</summary>
    Leaf,

    /// <summary>A tensor through which no gradient flows.</summary>
    Constant,

    /// <summary>The result of an op.</summary>
    Op,
}

/// <summary>A tensor of a graph, as it was when the graph was read.</summary>
public sealed class GraphNode
{
    internal GraphNode(int id, GraphNodeKind kind, string name, string parameters, Type? opType, Type? activation, Tensor tensor, int[] inputs)
    {
        (Id, Kind, Name, Parameters, OpType, Activation) = (id, kind, name, parameters, opType, activation);
        (Shape, DType, Inputs) = (tensor.Shape, tensor.DType, inputs);
        Summary = Summary.Of(tensor);
    }

    /// <summary>Its number, and its place in <see cref="Graph.Nodes"/>: inputs have smaller ones.</summary>
    public int Id { get; }

    /// <summary>Leaf, constant, or result of an op.</summary>
    public GraphNodeKind Kind { get; }

    /// <summary>The name of the op or of the leaf; <c>constant</c> for a constant.</summary>
    public string Name { get; }

    /// <summary>The op's parameters, as <c>Factor 2</c>; empty where it has none.</summary>
    public string Parameters { get; }

    /// <summary>The op struct's type, by which its rule is found; null for leaves and constants.</summary>
    public Type? OpType { get; }

    /// <summary>The number of elements along each axis.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>The value if it is a number or a few, to 6 digits; else the least, the mean and the largest of the finite elements, and how many
    /// are not finite.</summary>
    public string Value => Summary.Full;

    /// <summary>The nodes that the op was applied to, by number, in the order in which it takes them.</summary>
    public IReadOnlyList<int> Inputs { get; }

    /// <summary>The op that a fused op ends in.</summary>
    internal Type? Activation { get; }

    internal Summary Summary { get; }

    internal string Type => $"{DType.Name()} {Shape}";

    /// <summary>Number, name, type and value on one line.</summary>
    public override string ToString()
    {
        string what = Kind == GraphNodeKind.Leaf ? "leaf " + Characters.Visible(Name) : Name;
        return $"#{Id} {what}{(Parameters.Length == 0 ? "" : $" ({Parameters})")}: {Type} = {Value}";
    }
}
