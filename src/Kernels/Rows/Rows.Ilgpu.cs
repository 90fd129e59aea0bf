using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

// A group takes some rows at a time. Some threads, items, share a row: each takes the elements that lie items apart, and trees in shared memory combine what they
// found. Between is formed anew for the last map, which costs less than to keep it in memory. A row whose label lies outside is NaN.
internal static class RowsKernel
{
    // z = Apply(u, y, Settle(Σ Summands(u, y), n)), u = Between(x, y, Level(first reduction of x, n)), row by row: RowOps.cs
    // Some rows to a group, some threads to a row.
    internal static void Map<TOp, TFirst, T>(Walk walk, TOp op, int items, int n, Lines<T> xs, Neighbours<T> beside, Lines<T> zs, FaultSink faults)
        where TOp : struct, IRowMap<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArrayView<T> levels = SharedMemory.Allocate<T>(Groups.Size), sums = SharedMemory.Allocate<T>(RowSharing.Sums * Groups.Size);
        var sharing = new RowSharing(items);
        for (long first = sharing.First; first < walk.Count; first += sharing.Step)
        {
            long row = first + sharing.Row;
            bool isRow = row < walk.Count;
            Coordinates at = walk.At(isRow ? (int)row : 0);
            int count = isRow ? n : 0;
            Line<T> x = xs[walk, at];
            Neighbour<T> y = beside.Of(walk, at, isRow);
            T factor = Factor(beside, y, walk, at, sharing, n, (int)row, isRow, faults);
            T level = Level<TOp, TFirst, T>(op, x, n, count, sharing, levels);
            RowSums<T> settled = op.Settle(Sums<TOp, TFirst, T>(op, x, y, level, count, sharing, sums), n);
            Line<T> z = zs[walk, at];
            for (int i = sharing.Item; i < count; i += items)
            {
                T other = y[i];
                z[i] = op.Apply(op.Between(x[i], other, level), other, settled) * factor;
            }
            Group.Barrier();        // before the next turn writes its shares
        }
    }

    // z = Result(level, Σ Summands(u, y), n), level and u as above
    // Some rows to a group, some threads to a row, of which the first writes.
    internal static void Fold<TOp, TFirst, T>(Walk walk, TOp op, int items, int n, Lines<T> xs, Neighbours<T> beside, Lines<T> zs, FaultSink faults)
        where TOp : struct, IRowFold<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArrayView<T> levels = SharedMemory.Allocate<T>(Groups.Size), sums = SharedMemory.Allocate<T>(RowSharing.Sums * Groups.Size);
        var sharing = new RowSharing(items);
        for (long first = sharing.First; first < walk.Count; first += sharing.Step)
        {
            long row = first + sharing.Row;
            bool isRow = row < walk.Count;
            Coordinates at = walk.At(isRow ? (int)row : 0);
            int count = isRow ? n : 0;
            Line<T> x = xs[walk, at];
            Neighbour<T> y = beside.Of(walk, at, isRow);
            T factor = Factor(beside, y, walk, at, sharing, n, (int)row, isRow, faults);
            T level = Level<TOp, TFirst, T>(op, x, n, count, sharing, levels);
            RowSums<T> total = Sums<TOp, TFirst, T>(op, x, y, level, count, sharing, sums);
            if (isRow && sharing.Item == 0) zs[walk, at][0] = op.Result(level, total, n) * factor;
            Group.Barrier();        // before the next turn writes its shares
        }
    }

    /// <summary>NaN where the row's label lies outside, which is told.</summary>
    private static T Factor<T>(in Neighbours<T> beside, in Neighbour<T> y, in Walk walk, in Coordinates at, in RowSharing sharing, int n, int row, bool isRow, in FaultSink faults)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (isRow && y.IsHotOutside(n))
        {
            if (sharing.Item == 0) faults.Tell(Fault.Label, y.Hot, row, 0, n);
            return T.NaN;
        }
        return beside.Factor(walk, at, isRow);
    }

    private static T Level<TOp, TFirst, T>(TOp op, in Line<T> x, int n, int count, in RowSharing sharing, ArrayView<T> levels)
        where TOp : struct, IRowOp<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!TOp.HasLevel) return T.Zero;
        TFirst reduction = default;
        var waiting = new Waiting<TFirst, T>(reduction.Identity<T>());
        int i = sharing.Item;
        while (i < count)
        {
            T block = reduction.Identity<T>();
            for (int j = 0; j < Waiting<TFirst, T>.Block && i < count; j++, i += sharing.Items) block = reduction.Combine(block, x[i]);
            waiting.Add(block);
        }
        levels[sharing.Share] = waiting.All;
        for (int reach = sharing.Items / 2; reach > 0; reach /= 2)
        {
            Group.Barrier();
            if (sharing.Item < reach) levels[sharing.Share] = reduction.Combine(levels[sharing.Share], levels[sharing.Share + reach]);
        }
        Group.Barrier();
        return op.Level(levels[sharing.Leader], n);
    }

    private static RowSums<T> Sums<TOp, TFirst, T>(TOp op, in Line<T> x, in Neighbour<T> y, T level, int count, in RowSharing sharing, ArrayView<T> sums)
        where TOp : struct, IRowOp<TFirst>
        where TFirst : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Waiting<Sum, T> first = new(T.Zero), second = new(T.Zero), third = new(T.Zero);
        int i = sharing.Item;
        while (i < count)
        {
            T a = T.Zero, b = T.Zero, c = T.Zero;
            for (int j = 0; j < Waiting<Sum, T>.Block && i < count; j++, i += sharing.Items)
            {
                T other = y[i];
                RowSums<T> summands = op.Summands(op.Between(x[i], other, level), other);
                a += summands.First;
                if (TOp.Sums > 1) b += summands.Second;
                if (TOp.Sums > 2) c += summands.Third;
            }
            first.Add(a);
            if (TOp.Sums > 1) second.Add(b);
            if (TOp.Sums > 2) third.Add(c);
        }
        int share = sharing.Share, leader = sharing.Leader;
        sums[share] = first.All;
        if (TOp.Sums > 1) sums[share + Groups.Size] = second.All;
        if (TOp.Sums > 2) sums[share + 2 * Groups.Size] = third.All;
        for (int reach = sharing.Items / 2; reach > 0; reach /= 2)
        {
            Group.Barrier();
            if (sharing.Item < reach)
            {
                sums[share] += sums[share + reach];
                if (TOp.Sums > 1) sums[share + Groups.Size] += sums[share + Groups.Size + reach];
                if (TOp.Sums > 2) sums[share + 2 * Groups.Size] += sums[share + 2 * Groups.Size + reach];
            }
        }
        Group.Barrier();
        return new RowSums<T>(sums[leader], TOp.Sums > 1 ? sums[leader + Groups.Size] : T.Zero, TOp.Sums > 2 ? sums[leader + 2 * Groups.Size] : T.Zero);
    }
}
