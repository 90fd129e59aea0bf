using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>The last map of a row op, which keeps u in z.</summary>
internal static unsafe class RowMap<TOp, TFirst, TBeside, TVector, TWide, T>
    where TOp : struct, IRowMap<TFirst>
    where TFirst : struct, IReduction
    where TBeside : struct, IBeside
    where TVector : unmanaged, IRegister<TVector>
    where TWide : unmanaged, IRegister<TWide>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal static void Run(TOp op, in RowStrips<T> row)
    {
        T level = RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>.Level(op, row);
        RowSums<T> sums = RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>.Sums(op, row, level, row.Z, out TVector last), settled = op.Settle(sums, row.Length);
        int wide = RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>.Wide(row);
        if (wide > 0) ApplyWide(op, row, settled, wide);
        Apply<TVector>(op, row, settled, wide, row.Whole);
        if (row.Whole == row.Length) return;
        TVector z = op.ApplyLanes(last, TBeside.At<TVector, T>(row.Y, row.Last), Of<TVector>(settled));
        Unsafe.WriteUnaligned(row.Z + row.Last, z * RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>.Of<TVector>(row.Factor));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ApplyWide(TOp op, in RowStrips<T> row, RowSums<T> settled, int wide) => Apply<TWide>(op, row, settled, 0, wide);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply<TRegister>(TOp op, in RowStrips<T> row, RowSums<T> numbers, int from, int to)
        where TRegister : unmanaged, IRegister<TRegister>
    {
        T* y = row.Y, z = row.Z;
        RowSums<TRegister> settled = Of<TRegister>(numbers);
        TRegister factor = RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>.Of<TRegister>(row.Factor);
        for (int i = from; i < to; i += TRegister.Count)
            Unsafe.WriteUnaligned(z + i, op.ApplyLanes(Unsafe.ReadUnaligned<TRegister>(z + i), TBeside.At<TRegister, T>(y, i), settled) * factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static RowSums<TRegister> Of<TRegister>(RowSums<T> numbers)
        where TRegister : unmanaged, IRegister<TRegister> => new(
            RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>.Of<TRegister>(numbers.First),
            RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>.Of<TRegister>(numbers.Second),
            RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>.Of<TRegister>(numbers.Third));
}

/// <summary>What stands beside a row, known when the loop is compiled.</summary>
internal unsafe interface IBeside
{
    static abstract TRegister At<TRegister, T>(T* y, int i)
        where TRegister : unmanaged, IRegister<TRegister>
        where T : unmanaged;
}

/// <summary>Nothing: 0.</summary>
internal readonly struct NothingBeside : IBeside
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe TRegister At<TRegister, T>(T* y, int i)
        where TRegister : unmanaged, IRegister<TRegister>
        where T : unmanaged => TRegister.Zero;
}

/// <summary>A row.</summary>
internal readonly struct SomethingBeside : IBeside
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe TRegister At<TRegister, T>(T* y, int i)
        where TRegister : unmanaged, IRegister<TRegister>
        where T : unmanaged => Unsafe.ReadUnaligned<TRegister>(y + i);
}
