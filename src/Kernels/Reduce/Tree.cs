using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>Combines many numbers in the order of a fixed binary tree. An element passes through at most one combination per level, so
/// that the error of a sum grows with log n, not with n.</summary>
internal static unsafe class Tree
{
    /// <summary>Rows that are combined in registers before the tree on the stack sees them.</summary>
    private const int Leaf = 8;

    /// <summary>target[j] = op over i of x[i·stride + j], for at least one register of columns.
    /// Eight rows make a leaf; equal subtrees merge as soon as there are two (a binary counter), so the stack holds log n strips.</summary>
    [SkipLocalsInit]
    internal static void Columns<TOp, T>(TOp op, T* x, nint stride, int count, int columns, T* target)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        int width = Vector<T>.Count, strip = (columns + width - 1) / width * width;
        int levels = BitOperations.Log2((uint)((count + Leaf - 1) / Leaf)) + 2;
        T* stack = stackalloc T[levels * strip];
        int top = 0;
        for (int leaf = 0; count > 0; leaf++, count -= Leaf, x += Leaf * stride)
        {
            T* sums = stack + top++ * strip;
            for (int j = 0; j < strip; j += width)
            {
                // The last register ends at the last column: some columns come out twice, with the same bits.
                T* column = x + Math.Min(j, columns - width);
                (count >= Leaf ? Eight(op, column, stride) : Few(op, column, stride, count)).Store(sums + j);
            }
            for (int pairs = leaf; pairs % 2 == 1; pairs /= 2) Merge(op, stack + (--top - 1) * strip, strip);
        }
        while (top > 1) Merge(op, stack + (--top - 1) * strip, strip);
        for (int j = 0; j < strip; j += width) Vector.Load(stack + j).Store(target + Math.Min(j, columns - width));
    }

    /// <summary>The op over n neighbours: registers first, then the lanes of the last one, halves onto halves.</summary>
    [SkipLocalsInit]
    internal static T Row<TOp, T>(TOp op, T* x, int count)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        int width = Vector<T>.Count, registers = count / width, rest = count % width;
        T* lanes = stackalloc T[width];
        if (registers == 0)
        {
            new Span<T>(lanes, width).Fill(op.Identity<T>());
            for (int i = 0; i < rest; i++) lanes[i] = x[i];
        }
        else
        {
            if (registers <= Leaf) Few(op, x, width, registers).Store(lanes);
            else Columns(op, x, width, registers, width, lanes);
            if (rest > 0)
            {
                // The last register ends at the last element; what it has in common with the one before counts as nothing.
                var isNew = Vector.GreaterThanOrEqual(Vector<T>.Indices, new Vector<T>(T.CreateTruncating(width - rest)));
                var last = Vector.ConditionalSelect(isNew, Vector.Load(x + count - width), new Vector<T>(op.Identity<T>()));
                op.Combine(Vector.Load(lanes), last).Store(lanes);
            }
        }
        for (int half = width / 2; half > 0; half /= 2)
            for (int i = 0; i < half; i++) lanes[i] = op.Combine(lanes[i], lanes[i + half]);
        return lanes[0];
    }

    private static Vector<T> Eight<TOp, T>(TOp op, T* x, nint stride)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        var a = op.Combine(op.Combine(Vector.Load(x), Vector.Load(x + stride)), op.Combine(Vector.Load(x + 2 * stride), Vector.Load(x + 3 * stride)));
        x += 4 * stride;
        return op.Combine(a, op.Combine(op.Combine(Vector.Load(x), Vector.Load(x + stride)), op.Combine(Vector.Load(x + 2 * stride), Vector.Load(x + 3 * stride))));
    }

    private static Vector<T> Few<TOp, T>(TOp op, T* x, nint stride, int count)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        if (count == 1) return Vector.Load(x);
        int half = count / 2;
        return op.Combine(Few(op, x, stride, half), Few(op, x + half * stride, stride, count - half));
    }

    /// <summary>The strip takes in the one behind it.</summary>
    private static void Merge<TOp, T>(TOp op, T* strip, int length)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        for (int j = 0; j < length; j += Vector<T>.Count) op.Combine(Vector.Load(strip + j), Vector.Load(strip + length + j)).Store(strip + j);
    }
}
