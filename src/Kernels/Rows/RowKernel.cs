using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>A row op on one row. Sums follow a fixed tree: two chains over the registers of a block, blocks merged pairwise, then the lanes
/// of the last register, halves onto halves; an element passes through some log₂ n additions.</summary>
internal static unsafe class RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>
    where TOp : struct, IRowOp<TFirst>
    where TFirst : struct, IReduction
    where TBeside : struct, IBeside
    where TVector : unmanaged, IRegister<TVector>
    where TWide : unmanaged, IRegister<TWide>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Registers of a block.</summary>
    private const int Block = 16;

    /// <summary>Rows of at least this many wide registers run in them.</summary>
    private const int LongRow = 8;

    /// <summary>Blocks merge in pairs: enough for any int32 count.</summary>
    private const int Levels = 32;

    /// <summary>The level, or 0 for an op without one.</summary>
    internal static T Level(TOp op, in RowStrips<T> row) => TOp.HasLevel ? op.Level(Tree.Row(default(TFirst), row.X, row.Length), row.Length) : T.Zero;

    /// <summary>Of a row of this many elements, the first ones that run in wide registers. It depends on the length and the hardware alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Wide(in RowStrips<T> row) =>
        Wide<T>.IsSupported && TVector.Count < TWide.Count && row.Length >= LongRow * TWide.Count ? row.Length - row.Length % TWide.Count : 0;

    /// <summary>The sums over the row; u goes to z, except that of the last register where it is not whole.</summary>
    // A method of its own: where it went into one that folds, nothing was left there to inline the formula with, and a short row took three times as long.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static RowSums<T> Sums(TOp op, in RowStrips<T> row, T level, T* z, out TVector last)
    {
        RowSums<TVector> sums = Wide(row) > 0 ? SumWide(op, row, level, z) : SumBlocks<TVector>(op, row.X, row.Y, z, row.Whole, level);
        last = default;
        if (row.Whole < row.Length)
        {
            TVector y = TBeside.At<TVector, T>(row.Y, row.Last);
            last = op.BetweenLanes(Unsafe.ReadUnaligned<TVector>(row.X + row.Last), y, Of<TVector>(level));
            RowSums<TVector> rest = op.SummandLanes(last, y);
            TVector isNew = Unsafe.BitCast<Vector<T>, TVector>(row.IsNew);
            sums = Plus(sums, new(rest.First & isNew, TOp.Sums > 1 ? rest.Second & isNew : default, TOp.Sums > 2 ? rest.Third & isNew : default));
        }
        return new(Total(sums.First), TOp.Sums > 1 ? Total(sums.Second) : default, TOp.Sums > 2 ? Total(sums.Third) : default);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Total(TVector x) => Lanes.Combine(default(Sum), Unsafe.BitCast<TVector, Vector<T>>(x));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RowSums<TVector> SumWide(TOp op, in RowStrips<T> row, T level, T* z)
    {
        int wide = Wide(row);
        RowSums<TWide> sums = SumBlocks<TWide>(op, row.X, row.Y, z, wide, level);
        var narrow = new RowSums<TVector>(Narrow(sums.First), TOp.Sums > 1 ? Narrow(sums.Second) : default, TOp.Sums > 2 ? Narrow(sums.Third) : default);
        if (wide == row.Whole) return narrow;
        T* y = row.Y is null ? null : row.Y + wide, u = z is null ? null : z + wide;
        return Plus(narrow, SumBlocks<TVector>(op, row.X + wide, y, u, row.Whole - wide, level));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TRegister Of<TRegister>(T x)
        where TRegister : unmanaged, IRegister<TRegister> =>
        sizeof(TRegister) == sizeof(Vector<T>) ? Unsafe.BitCast<Vector<T>, TRegister>(new(x)) : Unsafe.BitCast<Vector512<T>, TRegister>(Vector512.Create(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RowSums<TRegister> SumBlocks<TRegister>(TOp op, T* x, T* y, T* z, int count, T level)
        where TRegister : unmanaged, IRegister<TRegister> => count <= Block * TRegister.Count
            ? SumBlock<TRegister>(op, x, y, z, count, level)
            : SumManyBlocks<TRegister>(op, x, y, z, count, level);

    // Two chains take turns; the formula stands once, since the runtime inlines only so much into a method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static RowSums<TRegister> SumBlock<TRegister>(TOp op, T* x, T* y, T* z, int count, T level)
        where TRegister : unmanaged, IRegister<TRegister>
    {
        TRegister levels = Of<TRegister>(level);
        RowSums<TRegister> next = default, other = default;
        for (int i = 0; i < count; i += TRegister.Count)
        {
            TRegister beside = TBeside.At<TRegister, T>(y, i), u = op.BetweenLanes(Unsafe.ReadUnaligned<TRegister>(x + i), beside, levels);
            if (z is not null) Unsafe.WriteUnaligned(z + i, u);
            (next, other) = (other, Plus(next, op.SummandLanes(u, beside)));
        }
        return Plus(next, other);
    }

    [SkipLocalsInit]
    private static RowSums<TRegister> SumManyBlocks<TRegister>(TOp op, T* x, T* y, T* z, int count, T level)
        where TRegister : unmanaged, IRegister<TRegister>
    {
        RowSums<TRegister>* stack = stackalloc RowSums<TRegister>[Levels];
        int length = Block * TRegister.Count, top = 0;
        for (int block = 0, i = 0; i < count; block++, i += length)
        {
            stack[top++] = SumBlock<TRegister>(op, x + i, y is null ? null : y + i, z is null ? null : z + i, Math.Min(count - i, length), level);
            for (int pairs = block; pairs % 2 == 1; pairs /= 2, top--) stack[top - 2] = Plus(stack[top - 2], stack[top - 1]);
        }
        for (; top > 1; top--) stack[top - 2] = Plus(stack[top - 2], stack[top - 1]);
        return stack[0];
    }

    // A call in the loop would cost its registers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RowSums<TRegister> Plus<TRegister>(RowSums<TRegister> a, RowSums<TRegister> b)
        where TRegister : unmanaged, IRegister<TRegister> =>
        new(a.First + b.First, TOp.Sums > 1 ? a.Second + b.Second : default, TOp.Sums > 2 ? a.Third + b.Third : default);

    /// <summary>Halves, or quarters, added.</summary>
    private static TVector Narrow(TWide x)
    {
        Vector512<T> whole = Unsafe.BitCast<TWide, Vector512<T>>(x);
        Vector256<T> half = whole.GetLower() + whole.GetUpper();
        return Unsafe.BitCast<Vector<T>, TVector>(Vector<byte>.Count == Vector256<byte>.Count ? half.AsVector() : half.GetLower().AsVector() + half.GetUpper().AsVector());
    }
}
