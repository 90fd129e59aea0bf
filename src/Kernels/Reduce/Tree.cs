using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>Combines many numbers in the order of a fixed binary tree. An element passes through at most one combination per level, so
/// that the error of a sum grows with log n, not with n.</summary>
internal static unsafe class Tree
{
    /// <summary>Rows, and registers side by side, that are combined before the tree on the stack sees them.</summary>
    private const int Leaf = 8, Block = 4 * Leaf;

    /// <summary>Leaves of fewer bytes follow one another so closely that the processor guesses them itself.</summary>
    private const int WideLeaf = 1 << 10;

    /// <summary>target[j] = op over i of x[i·stride + j], for at least one register of columns; far numbers are asked for ahead.
    /// Eight rows make a leaf; equal subtrees merge as soon as there are two (a binary counter), so the stack holds log n strips.</summary>
    [SkipLocalsInit]
    internal static void Columns<TOp, T>(TOp op, T* x, nint stride, int count, int columns, bool isFar, T* target)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        int width = Vector<T>.Count, strip = (columns + width - 1) / width * width;
        int levels = BitOperations.Log2((uint)((count + Leaf - 1) / Leaf)) + 2;
        T* stack = stackalloc T[levels * strip];
        int top = 0, lines = Prefetch.Lines((long)columns * sizeof(T)), leavesAhead = 1 + Prefetch.Ahead / (Leaf * lines * Prefetch.Line);
        isFar &= Leaf * columns * sizeof(T) >= WideLeaf;
        for (int leaf = 0; count > 0; leaf++, count -= Leaf, x += Leaf * stride)
        {
            T* sums = stack + top++ * strip;
            if (count < Leaf) Last(op, x, stride, count, columns, sums);
            else if (isFar) FarLeaf(op, x, stride, columns, new Prefetch((byte*)(x + leavesAhead * Leaf * stride), stride * sizeof(T), lines), sums);
            else NearLeaf(op, x, stride, columns, sums);
            for (int pairs = leaf; pairs % 2 == 1; pairs /= 2) Merge(op, stack + (--top - 1) * strip, strip);
        }
        while (top > 1) Merge(op, stack + (--top - 1) * strip, strip);
        for (int j = 0; j < strip; j += width) Vector.Load(stack + j).Store(target + Math.Min(j, columns - width));
    }

    // The last register of a row ends at the last column: some columns come out twice, with the same bits.

    private static void NearLeaf<TOp, T>(TOp op, T* x, nint stride, int columns, T* sums)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        int last = columns - Vector<T>.Count;
        for (int j = 0; j < columns; j += Vector<T>.Count) Eight(op, x + Math.Min(j, last), stride).Store(sums + j);
    }

    /// <summary>Between any two registers as many lines are asked for as these have: all at once would hold up the loop.</summary>
    private static void FarLeaf<TOp, T>(TOp op, T* x, nint stride, int columns, Prefetch ahead, T* sums)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        int last = columns - Vector<T>.Count, lines = Leaf * sizeof(Vector<T>) / Prefetch.Line;
        for (int j = 0; j < columns; j += Vector<T>.Count)
        {
            ahead.Next(lines);
            Eight(op, x + Math.Min(j, last), stride).Store(sums + j);
        }
    }

    /// <summary>The rows that do not make a leaf.</summary>
    private static void Last<TOp, T>(TOp op, T* x, nint stride, int count, int columns, T* sums)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        int last = columns - Vector<T>.Count;
        for (int j = 0; j < columns; j += Vector<T>.Count) Few(op, x + Math.Min(j, last), stride, count).Store(sums + j);
    }

    /// <summary>The op over n neighbours. Few of them are numbers, more are registers, then the lanes of the last one, halves onto halves; far
    /// numbers are asked for ahead.</summary>
    internal static T Row<TOp, T>(TOp op, T* x, int count, bool isFar = false)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        int width = Vector<T>.Count, registers = count / width, rest = count % width;
        if (registers < 2 || sizeof(T) < sizeof(int)) return Numbers(op, x, count);
        Vector<T> all = registers < Block ? Few(op, x, width, registers) : Many(op, x, registers, isFar);
        if (rest > 0)
        {
            // The last register ends at the last element; what it has in common with the one before counts as nothing.
            var isNew = Vector.GreaterThanOrEqual(Vector<T>.Indices, new Vector<T>(T.CreateTruncating(width - rest)));
            all = op.Combine(all, Vector.ConditionalSelect(isNew, Vector.Load(x + count - width), new Vector<T>(op.Identity<T>())));
        }
        return Lanes.Combine(op, all);
    }

    /// <summary>Four chains of numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Numbers<TOp, T>(TOp op, T* x, int count)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        if (count < 4) return count == 1 ? x[0] : count == 2 ? op.Combine(x[0], x[1]) : count == 3 ? op.Combine(op.Combine(x[0], x[1]), x[2]) : op.Identity<T>();
        T a = x[0], b = x[1], c = x[2], d = x[3];
        int i = 4;
        for (; i + 4 <= count; i += 4) (a, b, c, d) = (op.Combine(a, x[i]), op.Combine(b, x[i + 1]), op.Combine(c, x[i + 2]), op.Combine(d, x[i + 3]));
        if (i < count) a = op.Combine(a, x[i]);
        if (i + 1 < count) b = op.Combine(b, x[i + 1]);
        if (i + 2 < count) c = op.Combine(c, x[i + 2]);
        return op.Combine(op.Combine(a, b), op.Combine(c, d));
    }

    /// <summary>Blocks of registers that stand side by side; equal subtrees merge as in <see cref="Columns"/>.</summary>
    [SkipLocalsInit]
    private static Vector<T> Many<TOp, T>(TOp op, T* x, int registers, bool isFar)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        int width = Vector<T>.Count, top = 0;
        Vector<T>* stack = stackalloc Vector<T>[BitOperations.Log2((uint)registers / Block) + 2];
        for (int block = 0; registers > 0; block++, registers -= Block, x += Block * width)
        {
            Vector<T> sum;
            if (registers >= Block)
            {
                if (isFar) Prefetch.Of((byte*)x + Prefetch.Ahead, Block * Vector<byte>.Count);
                sum = op.Combine(
                    op.Combine(Eight(op, x, width), Eight(op, x + Leaf * width, width)),
                    op.Combine(Eight(op, x + 2 * Leaf * width, width), Eight(op, x + 3 * Leaf * width, width)));
            }
            else sum = Few(op, x, width, registers);
            for (int pairs = block; pairs % 2 == 1; pairs /= 2) sum = op.Combine(stack[--top], sum);
            stack[top++] = sum;
        }
        Vector<T> all = stack[--top];
        while (top > 0) all = op.Combine(stack[--top], all);
        return all;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Eight<TOp, T>(TOp op, T* x, nint stride)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        var a = op.Combine(op.Combine(Vector.Load(x), Vector.Load(x + stride)), op.Combine(Vector.Load(x + 2 * stride), Vector.Load(x + 3 * stride)));
        x += 4 * stride;
        return op.Combine(a, op.Combine(op.Combine(Vector.Load(x), Vector.Load(x + stride)), op.Combine(Vector.Load(x + 2 * stride), Vector.Load(x + 3 * stride))));
    }

    /// <summary>Fewer registers than a block: eights, and two chains of what is left.</summary>
    private static Vector<T> Few<TOp, T>(TOp op, T* x, nint stride, int count)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        if (count > Leaf)
        {
            int half = (count / 2 + Leaf - 1) / Leaf * Leaf;
            return op.Combine(half == Leaf ? Eight(op, x, stride) : Few(op, x, stride, half), Few(op, x + half * stride, stride, count - half));
        }
        if (count == Leaf) return Eight(op, x, stride);
        Vector<T> even = Vector.Load(x);
        if (count == 1) return even;
        Vector<T> odd = Vector.Load(x + stride);
        int i = 2;
        for (; i + 2 <= count; i += 2) (even, odd) = (op.Combine(even, Vector.Load(x + i * stride)), op.Combine(odd, Vector.Load(x + (i + 1) * stride)));
        if (i < count) even = op.Combine(even, Vector.Load(x + i * stride));
        return op.Combine(even, odd);
    }

    /// <summary>The strip takes in the one behind it.</summary>
    private static void Merge<TOp, T>(TOp op, T* strip, int length)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        for (int j = 0; j < length; j += Vector<T>.Count) op.Combine(Vector.Load(strip + j), Vector.Load(strip + length + j)).Store(strip + j);
    }
}
