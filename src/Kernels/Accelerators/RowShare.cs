using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>How many items of a group share a row or a line: a few, so that a group takes several short ones, or all.</summary>
internal static class RowShare
{
    /// <summary>Elements that each of a few items should have before a whole group takes the row.</summary>
    private const int Worth = 8;

    /// <param name="length">The length of a row.</param>
    /// <param name="size">Items of a group, a power of two.</param>
    internal static int For(int length, int size)
    {
        int few = 1 << (BitOperations.Log2((uint)size) / 2);
        return length > few * Worth ? size : few;
    }
}
