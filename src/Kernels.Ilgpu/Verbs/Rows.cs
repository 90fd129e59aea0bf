using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

// z = op(x) along the last axis, or one number for each row: all in one kernel.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    /// <remarks>A label that lies outside gives a row of NaN and is told at the next reading.</remarks>
    public override void MapEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
    {
        if (z.Layout.Count == 0) return;
        Loop rows = Rows(x, beside, z);
        (int n, int items, Launch launch) = Share(x, rows);
        Queue.Run(RowsKernel.Map<TOp, TFirst, T>, launch.Reads(x).Reads(beside.Rows).Reads(beside.Hot).Reads(beside.Factor).Writes(z), new Walk(rows), op, items, n, RowsOf(x, rows, 1), NeighboursOf(beside, rows), RowsOf(z, rows, 0), RowFaults(beside));
    }

    /// <inheritdoc/>
    /// <remarks>A label that lies outside gives NaN and is told at the next reading.</remarks>
    public override void FoldEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
    {
        if (z.Layout.Count == 0) return;
        Loop rows = Rows(x, beside, z);
        (int n, int items, Launch launch) = Share(x, rows);
        Queue.Run(RowsKernel.Fold<TOp, TFirst, T>, launch.Reads(x).Reads(beside.Rows).Reads(beside.Hot).Reads(beside.Factor).Writes(z), new Walk(rows), op, items, n, RowsOf(x, rows, 1), NeighboursOf(beside, rows), RowsOf(z, rows, 0), RowFaults(beside));
    }

    /// <summary>The walk over rows: z, x, what stands beside, the factor.</summary>
    private static Loop Rows<T>(in View<T> x, in Beside<T> beside, in View<T> z)
        where T : unmanaged
    {
        Layout xs = Axes.Outer(x.Layout);
        return Loop.Over(Axes.Outer(z.Layout), xs, beside.Rows is { } r ? Axes.Outer(r.Layout) : beside.Hot is { } h ? Axes.Outer(h.Layout) : xs, beside.Factor is { } f ? Axes.Outer(f.Layout) : xs);
    }

    private (int Length, int Items, Launch Launch) Share<T>(in View<T> x, in Loop rows)
        where T : unmanaged
    {
        int n = x.Layout.Sizes[^1], items = RowShare.For(n, GroupSize), together = GroupSize / items;
        return (n, items, Of(((long)rows.Rows * rows.Row + together - 1) / together));
    }

    private Lines<T> RowsOf<T>(in View<T> view, in Loop loop, int operand)
        where T : unmanaged => Lines(view, loop, operand, view.Layout.Rank - 1);

    private Neighbours<T> NeighboursOf<T>(in Beside<T> beside, in Loop loop)
        where T : unmanaged, INumber<T>
    {
        Strided<T> factor = beside.Factor is { } there ? Operand(there, loop, 3) : default;
        int hasFactor = beside.Factor is null ? 0 : 1;
        return beside.Rows is { } rows ? new(Neighbours<T>.Rows, RowsOf(rows, loop, 2), default, hasFactor, factor)
            : beside.Hot is { } hot ? new(Neighbours<T>.Hots, default, Operand(hot, loop, 2), hasFactor, factor)
            : new(Neighbours<T>.Nothing, default, default, hasFactor, factor);
    }

    /// <summary>Only where there are labels.</summary>
    private FaultSink RowFaults<T>(in Beside<T> beside)
        where T : unmanaged => beside.Hot is null ? default : Queue.Faults;
}
