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

    private void Rows<T>(OpSource source, string[] options, in View<T> x, in Beside<T> beside, in View<T> z)
        where T : unmanaged, INumber<T>
    {
        int n = x.Layout.Sizes[^1];
        Layout outer = Outer(z.Layout);
        if (outer.Count == 0 || z.Layout.Count == 0) return;
        Layout xs = Outer(x.Layout);
        var walk = Walk.Over(outer, xs, beside.Rows is { } r ? Outer(r.Layout) : beside.Hot is { } h ? Outer(h.Layout) : xs, beside.Factor is { } f ? Outer(f.Layout) : xs, out int axes);
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.AddConstants<T>(source.Constants);
        arguments.Add(n);
        arguments.Add(x);
        arguments.Add(x.Layout.Strides[^1]);
        arguments.Add(z);
        arguments.Add(z.Layout.Strides[^1]);
        if (beside.Rows is { } rows)
        {
            arguments.Add(rows);
            arguments.Add(rows.Layout.Strides[^1]);
        }
        else if (beside.Hot is { } hot)
        {
            arguments.Add(hot);
        }
        if (beside.Factor is { } factor) arguments.Add(factor);
        bool isLong = n > RowItems.Few * RowItems.Worth;
        int mode = (isLong ? RowItems.Long : 0) + (beside.Factor is null ? 0 : RowItems.WithFactor) + (beside.Rows is not null ? 1 : beside.Hot is not null ? 2 : 0);
        Kernel kernel = _programs[new KernelKey("Rows.cl", "rows", ElementTypes.Of<T>(), source, axes, Options: options[mode])];
        int rowsOfGroup = isLong ? 1 : Groups.Size / RowItems.Few;
        Groups groups = Groups.Of(((long)walk.Count + rowsOfGroup - 1) / rowsOfGroup);
        if (beside.Rows is null && beside.Hot is not null) _queue.RunWithFaults(kernel, ref arguments, groups);
        else _queue.Run(kernel, arguments, groups);
    }

    /// <summary>The rows as single elements: all axes but the last.</summary>
    private static Layout Outer(in Layout layout) => new(layout.Sizes[..^1], layout.Strides[..^1], layout.Offset);

    private static class RowItems
    {
        /// <summary>Items that share a short row, and how many elements each should have before a whole group takes a row.</summary>
        internal const int Few = 16, Worth = 8;

        // Places in the table of options: nothing, rows or hot positions beside; without and with a factor; short and long rows.
        internal const int WithFactor = 3, Long = 6, Count = 12;
    }

    private static class RowOptions<TOp, TFirst>
        where TOp : struct, IRowOp<TFirst>
        where TFirst : struct, IReduction
    {
        internal static readonly string[] Map = Table(" -DMAP"), Fold = Table("");

        private static string[] Table(string kind)
        {
            string[] beside = ["", " -DBESIDE_ROWS", " -DBESIDE_HOT"];
            string[] table = new string[RowItems.Count];
            for (int mode = 0; mode < table.Length; mode++)
            {
                int items = mode >= RowItems.Long ? Groups.Size : RowItems.Few;
                table[mode] = $"-DROWS={Groups.Size / items} -DITEMS={items}{beside[mode % RowItems.WithFactor]}{(mode % RowItems.Long >= RowItems.WithFactor ? " -DFACTOR" : "")}{(TOp.HasLevel ? " -DHAS_LEVEL" : "")}{kind}";
            }
            return table;
        }
    }
}
