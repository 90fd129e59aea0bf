using System.Diagnostics.CodeAnalysis;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Nodes told apart as objects, hashed by their order: neighbours in a graph are neighbours in a table too, which for large graphs counts
/// more than anything else.</summary>
internal sealed class ByOrder : IEqualityComparer<Origin>
{
    internal static ByOrder Default { get; } = new();

    public bool Equals(Origin? x, Origin? y) => ReferenceEquals(x, y);

    public int GetHashCode([DisallowNull] Origin node) => (int)node.Order;
}
