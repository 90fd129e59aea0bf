using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>How the items of a group are shared between outputs and what is reduced to each.</summary>
/// <param name="Outputs">So many neighbouring outputs.</param>
/// <param name="Reducers">So many items for each.</param>
internal readonly record struct ReduceSplit(int Outputs, int Reducers)
{
    /// <summary>So many elements does an item combine one after the other in one pass.</summary>
    internal const int Chain = 16;

    /// <summary>A row by all items, columns side by side, or a few elements by one item each.</summary>
    /// <param name="outputs">The axes that stay.</param>
    /// <param name="reduced">The axes that are reduced.</param>
    /// <param name="size">Items of a group, a power of two.</param>
    internal static ReduceSplit For(in Layout outputs, in Layout reduced, int size)
    {
        if (reduced.Count <= Chain) return new(size, 1);
        // From as many elements on as it has items, a row keeps a group busy.
        if (reduced.Count >= size && (outputs.Count == 1 || Step(reduced) <= Step(outputs))) return new(1, size);
        int side = 1 << (BitOperations.Log2((uint)size) / 2);
        return new(2 * side, size / (2 * side));
    }

    /// <summary>Parts that so many elements are reduced in.</summary>
    internal int Parts(int reduced) => (int)Math.Max(1, ((long)reduced + Reducers * Chain - 1) / (Reducers * Chain));

    private static int Step(in Layout layout) => layout.Rank == 0 ? int.MaxValue : Math.Abs(layout.Strides[^1]);
}
