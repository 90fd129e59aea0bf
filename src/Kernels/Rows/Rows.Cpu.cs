using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// z = op along each row of x; RowOps.cs has the formula.
// A row is walked two or three times while it is in cache: level, then u with its sums (a map keeps u in z), then the last map in place.
// Rows with gaps, hot rows and rows shorter than a register pass through a strip. The last register of a row ends at its last element;
// lanes that it has in common with the one before count as nothing.
public sealed unsafe partial class CpuDevice
{
    /// <summary>Elements of a row whose strips lie on the stack; longer ones are taken from the pool.</summary>
    private const int StackRow = 512;

    /// <summary>About how many elementary operations an element of a row takes.</summary>
    private const int RowCost = 8;

    /// <inheritdoc/>
    public override void MapEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
    {
        int count = Labels.Check(x.Layout, beside.Hot);
        if (count == 0) return;
        var rows = new RowSet<T>(x, beside, z, count);
        Run(rows.Count, (long)count * RowCost, new MapRange<TOp, TFirst, T>(this, op, rows));
    }

    /// <inheritdoc/>
    public override void FoldEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
    {
        var rows = new RowSet<T>(x, beside, z, Labels.Check(x.Layout, beside.Hot));
        Run(rows.Count, (long)rows.Length * RowCost, new FoldRange<TOp, TFirst, T>(this, op, rows));
    }

    private readonly struct MapRange<TOp, TFirst, T>(CpuDevice device, TOp op, RowSet<T> rows) : IRange
        where TOp : struct, IRowMap<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            T* stack = stackalloc T[RowSet<T>.Strips * StackRow];
            Buffer? buffer = rows.NeedsStrips && rows.Length > StackRow ? device.Acquire((long)RowSet<T>.Strips * rows.Length * sizeof(T)) : null;
            var strips = new RowStrips<T>(rows, buffer is null ? stack : (T*)((CpuBuffer)buffer).Pointer);
            for (int row = from; row < to; row++)
            {
                strips.Load(rows, row);
                if (strips.Y is null) Map<NothingBeside>(strips);
                else Map<SomethingBeside>(strips);
                strips.Store(rows);
            }
            if (buffer is not null) device.Release(buffer);
        }

        private void Map<TBeside>(in RowStrips<T> row)
            where TBeside : struct, IBeside
        {
            if (typeof(T) == typeof(float)) RowMap<TOp, TFirst, TBeside, Singles, WideSingles, T>.Run(op, row);
            else RowMap<TOp, TFirst, TBeside, Doubles, WideDoubles, T>.Run(op, row);
        }
    }

    private readonly struct FoldRange<TOp, TFirst, T>(CpuDevice device, TOp op, RowSet<T> rows) : IRange
        where TOp : struct, IRowFold<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            T* stack = stackalloc T[RowSet<T>.Strips * StackRow];
            Buffer? buffer = rows.NeedsStrips && rows.Length > StackRow ? device.Acquire((long)RowSet<T>.Strips * rows.Length * sizeof(T)) : null;
            var strips = new RowStrips<T>(rows, buffer is null ? stack : (T*)((CpuBuffer)buffer).Pointer);
            for (int row = from; row < to; row++)
            {
                strips.Load(rows, row);
                *strips.Target = strips.Y is null ? Fold<NothingBeside>(strips) : Fold<SomethingBeside>(strips);
            }
            if (buffer is not null) device.Release(buffer);
        }

        private T Fold<TBeside>(in RowStrips<T> row)
            where TBeside : struct, IBeside => typeof(T) == typeof(float) ? Fold<TBeside, Singles, WideSingles>(row) : Fold<TBeside, Doubles, WideDoubles>(row);

        private T Fold<TBeside, TVector, TWide>(in RowStrips<T> row)
            where TBeside : struct, IBeside
            where TVector : unmanaged, IRegister<TVector>
            where TWide : unmanaged, IRegister<TWide>
        {
            T level = RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>.Level(op, row);
            RowSums<T> sums = RowKernel<TOp, TFirst, TBeside, TVector, TWide, T>.Sums(op, row, level, null, out _);
            return op.Result(level, sums, row.Length) * row.Factor;
        }
    }
}
