using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

// z = op(x) along the last axis, or one number for each row: all in one kernel.
public sealed partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void MapEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z) =>
        Rows(OpSource.RowMap<TOp, TFirst, T>(op), RowOptions<TOp, TFirst>.Map, x, beside, z);

    /// <inheritdoc/>
    public override void FoldEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z) =>
        Rows(OpSource.RowFold<TOp, TFirst, T>(op), RowOptions<TOp, TFirst>.Fold, x, beside, z);

    private void Rows<T>(OpSource source, string options, in View<T> x, in Beside<T> beside, in View<T> z)
        where T : unmanaged, INumber<T>
    {
        int n = x.Layout.Sizes[^1];
        Layout outer = Axes.Outer(z.Layout);
        if (outer.Count == 0 || z.Layout.Count == 0) return;
        Layout xs = Axes.Outer(x.Layout);
        var walk = Walk.Over(outer, xs, beside.Rows is { } r ? Axes.Outer(r.Layout) : beside.Hot is { } h ? Axes.Outer(h.Layout) : xs, beside.Factor is { } f ? Axes.Outer(f.Layout) : xs);
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.AddConstants<T>(source.Constants);
        int items = RowShare.For(n, Groups.Size), together = Groups.Size / items;
        arguments.Add(items);
        arguments.Add(n);
        arguments.Add(x);
        arguments.Add(x.Layout.Strides[^1]);
        arguments.AddResult(z);
        arguments.Add(z.Layout.Strides[^1]);
        arguments.AddOrNull(beside.Rows);
        arguments.Add(beside.Rows is { } rows ? rows.Layout.Strides[^1] : 0);
        arguments.AddOrNull(beside.Rows is null ? beside.Hot : null);
        arguments.AddOrNull(beside.Factor);
        _queue.RunWithFaults(_programs[new KernelKey("Rows.cl", "rows", ElementTypes.Of<T>(), source, Options: options)], ref arguments, GroupsOf(((long)walk.Count + together - 1) / together), beside.Hot is not null);
    }

    private static class RowOptions<TOp, TFirst>
        where TOp : struct, IRowOp<TFirst>
        where TFirst : struct, IReduction
    {
        internal static readonly string Fold = TOp.HasLevel ? $"{Kernel.GroupOption} -DHAS_LEVEL" : Kernel.GroupOption, Map = $"{Fold} -DMAP";
    }
}
