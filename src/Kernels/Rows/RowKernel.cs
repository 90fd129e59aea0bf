using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>A row op on one row. Sums follow a fixed tree: two chains over the registers of a block, blocks merged pairwise, then the lanes
/// of the last register, halves onto halves; an element passes through some log₂ n additions.</summary>
internal static unsafe class RowKernel<TOp, TFirst, TBeside, T>
    where TOp : struct, IRowOp<TFirst>
    where TFirst : struct, IReduction
    where TBeside : struct, IBeside
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Registers of a block.</summary>
    private const int Block = 16;

    /// <summary>Blocks merge in pairs: enough for any int32 count.</summary>
    private const int Levels = 32;

    /// <summary>The level, or 0 for an op without one.</summary>
    internal static T Level(TOp op, in RowStrips<T> row)
    {
        if (!TOp.HasLevel) return T.Zero;
        TFirst first = default;
        Vector<T> reduced = row.Whole <= Block * Vector<T>.Count ? Reduce(first, row.X, row.Whole) : ReduceBlocks(first, row.X, row.Whole);
        if (row.Whole < row.Length)
            reduced = first.Combine(reduced, Vector.ConditionalSelect(row.IsNew, Vector.Load(row.X + row.Last), new Vector<T>(first.Identity<T>())));
        return op.Level(Lanes.Combine(first, reduced), row.Length);
    }

    private static Vector<T> Reduce(TFirst first, T* x, int count)
    {
        int width = Vector<T>.Count, i = 0;
        Vector<T> a = new(first.Identity<T>()), b = a, c = a, d = a;
        for (; i <= count - 4 * width; i += 4 * width)
        {
            a = first.Combine(a, Vector.Load(x + i));
            b = first.Combine(b, Vector.Load(x + i + width));
            c = first.Combine(c, Vector.Load(x + i + 2 * width));
            d = first.Combine(d, Vector.Load(x + i + 3 * width));
        }
        for (; i < count; i += width) a = first.Combine(a, Vector.Load(x + i));
        return first.Combine(first.Combine(a, b), first.Combine(c, d));
    }

    [SkipLocalsInit]
    private static Vector<T> ReduceBlocks(TFirst first, T* x, int count)
    {
        Vector<T>* stack = stackalloc Vector<T>[Levels];
        int length = Block * Vector<T>.Count, top = 0;
        for (int block = 0; count > 0; block++, count -= length, x += length)
        {
            stack[top++] = Reduce(first, x, Math.Min(count, length));
            for (int pairs = block; pairs % 2 == 1; pairs /= 2, top--) stack[top - 2] = first.Combine(stack[top - 2], stack[top - 1]);
        }
        for (; top > 1; top--) stack[top - 2] = first.Combine(stack[top - 2], stack[top - 1]);
        return stack[0];
    }

    /// <summary>The sums over the row; u goes to z, except that of the last register where it is not whole.</summary>
    internal static RowSums<T> Sums(TOp op, in RowStrips<T> row, T level, T* z, out Vector<T> last)
    {
        var wide = new Vector<T>(level);
        RowSums<Vector<T>> sums = row.Whole <= Block * Vector<T>.Count ? Sum(op, row.X, row.Y, z, row.Whole, wide) : SumBlocks(op, row.X, row.Y, z, row.Whole, wide);
        last = default;
        if (row.Whole < row.Length)
        {
            Vector<T> y = TBeside.At(row.Y, row.Last);
            last = op.Between(Vector.Load(row.X + row.Last), y, wide);
            RowSums<Vector<T>> rest = op.Summands(last, y);
            sums = Plus(sums, new(New(row, rest.First), New(row, rest.Second), New(row, rest.Third)));
        }
        Sum add = default;
        return new(Lanes.Combine(add, sums.First), TOp.Sums > 1 ? Lanes.Combine(add, sums.Second) : default, TOp.Sums > 2 ? Lanes.Combine(add, sums.Third) : default);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> New(in RowStrips<T> row, Vector<T> x) => Vector.ConditionalSelect(row.IsNew, x, Vector<T>.Zero);

    // Two chains take turns; the formula stands once, since the runtime inlines only so much into a method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RowSums<Vector<T>> Sum(TOp op, T* x, T* y, T* z, int count, Vector<T> level)
    {
        RowSums<Vector<T>> next = default, other = default;
        for (int i = 0; i < count; i += Vector<T>.Count)
        {
            Vector<T> beside = TBeside.At(y, i), u = op.Between(Vector.Load(x + i), beside, level);
            if (z is not null) u.Store(z + i);
            (next, other) = (other, Plus(next, op.Summands(u, beside)));
        }
        return Plus(next, other);
    }

    [SkipLocalsInit]
    private static RowSums<Vector<T>> SumBlocks(TOp op, T* x, T* y, T* z, int count, Vector<T> level)
    {
        RowSums<Vector<T>>* stack = stackalloc RowSums<Vector<T>>[Levels];
        int length = Block * Vector<T>.Count, top = 0;
        for (int block = 0, i = 0; i < count; block++, i += length)
        {
            stack[top++] = Sum(op, x + i, y is null ? null : y + i, z is null ? null : z + i, Math.Min(count - i, length), level);
            for (int pairs = block; pairs % 2 == 1; pairs /= 2, top--) stack[top - 2] = Plus(stack[top - 2], stack[top - 1]);
        }
        for (; top > 1; top--) stack[top - 2] = Plus(stack[top - 2], stack[top - 1]);
        return stack[0];
    }

    // A call in the loop would cost its registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RowSums<Vector<T>> Plus(RowSums<Vector<T>> a, RowSums<Vector<T>> b) =>
        new(a.First + b.First, TOp.Sums > 1 ? a.Second + b.Second : default, TOp.Sums > 2 ? a.Third + b.Third : default);
}

/// <summary>The last map of a row op, which keeps u in z.</summary>
internal static unsafe class RowMap<TOp, TFirst, TBeside, T>
    where TOp : struct, IRowMap<TFirst>
    where TFirst : struct, IReduction
    where TBeside : struct, IBeside
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static void Run(TOp op, in RowStrips<T> row)
    {
        T level = RowKernel<TOp, TFirst, TBeside, T>.Level(op, row);
        RowSums<T> sums = RowKernel<TOp, TFirst, TBeside, T>.Sums(op, row, level, row.Z, out Vector<T> last), numbers = op.Settle(sums, row.Length);
        var settled = new RowSums<Vector<T>>(new(numbers.First), new(numbers.Second), new(numbers.Third));
        var factor = new Vector<T>(row.Factor);
        T* y = row.Y, z = row.Z;
        int whole = row.Whole;
        for (int i = 0; i < whole; i += Vector<T>.Count) (op.Apply(Vector.Load(z + i), TBeside.At(y, i), settled) * factor).Store(z + i);
        if (whole < row.Length) (op.Apply(last, TBeside.At(y, row.Last), settled) * factor).Store(z + row.Last);
    }
}

/// <summary>What stands beside a row, known when the loop is compiled.</summary>
internal unsafe interface IBeside
{
    static abstract Vector<T> At<T>(T* y, int i)
        where T : unmanaged;
}

/// <summary>Nothing: 0.</summary>
internal readonly struct NothingBeside : IBeside
{
    public static unsafe Vector<T> At<T>(T* y, int i)
        where T : unmanaged => Vector<T>.Zero;
}

/// <summary>A row.</summary>
internal readonly struct SomethingBeside : IBeside
{
    public static unsafe Vector<T> At<T>(T* y, int i)
        where T : unmanaged => Vector.Load(y + i);
}
