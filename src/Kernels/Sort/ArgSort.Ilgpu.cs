using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class ArgSortKernel
{
    // y[…, i, …] = the position of the element that comes i-th along the axis; equal elements stay in order, NaN comes last
    // Short lines: each thread counts what comes before its element.
    internal static void Rank<TKey>(Walk walk, int length, int descending, Lines<TKey> xs, Lines<int> ys)
        where TKey : unmanaged, INumber<TKey>
    {
        for (long i = Walk.First; i < (long)walk.Count * length; i += Walk.Step)
        {
            int line = (int)i / length, mine = (int)i % length;
            Coordinates at = walk.At(line);
            Line<TKey> x = xs[walk, at];
            TKey value = x[mine];
            int rank = 0;
            for (int other = 0; other < length; other++) rank += IsBefore(x[other], other, value, mine, descending) ? 1 : 0;
            ys[walk, at][rank] = mine;
        }
    }

    // positions[line, i] = i
    // One thread per place. Long lines are sorted by a network: K. E. Batcher, "Sorting networks and their applications" (1968), the bitonic sorter, on
    // lines of padded positions; those beyond the line come last.
    internal static void Number(int padded, long places, ArrayView<int> positions)
    {
        for (long i = Walk.First; i < places; i += Walk.Step) positions[i] = (int)i % padded;
    }

    // Two positions at that distance change places where they are not in the order of their stage
    // One thread per pair.
    internal static void Exchange<TKey>(Walk walk, int length, int padded, int descending, int stage, int distance, Lines<TKey> xs, ArrayView<int> positions)
        where TKey : unmanaged, INumber<TKey>
    {
        int pairs = padded / 2;
        for (long i = Walk.First; i < (long)walk.Count * pairs; i += Walk.Step)
        {
            int line = (int)i / pairs, p = (int)i % pairs, low = p / distance * (2 * distance) + p % distance;
            long first = (long)line * padded + low, second = first + distance;
            int a = positions[first], b = positions[second];
            bool isInOrder = a < length;
            if (a < length && b < length)
            {
                Line<TKey> x = xs[walk, walk.At(line)];
                isInOrder = IsBefore(x[a], a, x[b], b, descending);
            }
            if (isInOrder == ((low & stage) != 0))
            {
                positions[first] = b;
                positions[second] = a;
            }
        }
    }

    // y[…, i, …] = positions[line, i]
    // One thread per element.
    internal static void Take(Walk walk, int length, int padded, ArrayView<int> positions, Lines<int> ys)
    {
        for (long i = Walk.First; i < (long)walk.Count * length; i += Walk.Step)
        {
            int line = (int)i / length, place = (int)i % length;
            ys[walk, walk.At(line)][place] = positions[(long)line * padded + place];
        }
    }

    /// <summary>Does the element at position a come before that at b? Positions never tie, so there is one order only, whatever algorithm finds it.</summary>
    private static bool IsBefore<TKey>(TKey x, int a, TKey y, int b, int descending)
        where TKey : unmanaged, INumber<TKey>
    {
        bool xIsNaN = TKey.IsNaN(x), yIsNaN = TKey.IsNaN(y);
        if (xIsNaN != yIsNaN) return yIsNaN;
        if (xIsNaN || x == y) return a < b;
        return descending != 0 ? x > y : x < y;
    }
}
