using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

// One pass combines up to 4096 elements to one; what is left is reduced again, so a sum of 10⁸ numbers takes three passes. Sizes and strides alone
// decide how, so results have the same bits from run to run.
public sealed partial class OpenClDevice
{
    /// <summary>As in Reduce.cl: how many elements an item combines one after the other.</summary>
    private const int Chain = 16;

    /// <inheritdoc/>
    public override void Reduce<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        OpSource source = OpSource.Reduction<TOp, T>(op);
        Span<int> sizes = stackalloc int[2 * Layout.MaxRank], strides = stackalloc int[2 * Layout.MaxRank];
        int kept = 0, gone = Layout.MaxRank;
        for (int axis = 0; axis < x.Layout.Rank; axis++)
        {
            bool isKept = x.Layout.Sizes[axis] == y.Layout.Sizes[axis];
            ref int next = ref isKept ? ref kept : ref gone;
            (sizes[next], strides[next]) = (x.Layout.Sizes[axis], x.Layout.Strides[axis]);
            next++;
        }
        var outputs = new Layout(sizes[..kept], strides[..kept]);
        var reduced = new Layout(sizes[Layout.MaxRank..gone], strides[Layout.MaxRank..gone]);
        Reduce(source, x, outputs, reduced, y);
    }

    private unsafe void Reduce<T>(OpSource source, in View<T> x, in Layout outputs, in Layout reduced, in View<T> y)
        where T : unmanaged, INumber<T>
    {
        Split split = Split.For(outputs, reduced);
        int parts = split.Parts(reduced.Count);
        if (parts == 1)
        {
            Pass(source, split, x, outputs, reduced, y, parts, 1, 0);
            return;
        }
        // Neighbours of what the next pass reads lie as those of this one.
        (int yOutput, int yPart) = split.Outputs == 1 ? (parts, 1) : (1, outputs.Count);
        int count = checked(outputs.Count * parts);
        var rest = new View<T>(Acquire((long)count * sizeof(T)), Layout.Contiguous([count]));
        try
        {
            Pass(source, split, x, outputs, reduced, rest, parts, yOutput, yPart);
            Reduce(source, rest, new Layout([outputs.Count], [yOutput]), new Layout([parts], [yPart]), y);
        }
        finally
        {
            Release(rest.Buffer);
        }
    }

    private void Pass<T>(OpSource source, Split split, in View<T> x, in Layout outputs, in Layout reduced, in View<T> y, int parts, int yOutput, int yPart)
        where T : unmanaged, INumber<T>
    {
        var kept = Walk.Over(outputs, outputs);
        var gone = Walk.Over(reduced, reduced);
        Arguments arguments = default;
        arguments.Add(kept);
        arguments.Add(gone);
        arguments.AddConstants<T>(source.Constants);
        arguments.Add(parts);
        arguments.Add(split.Outputs);
        arguments.Add(x);
        arguments.AddResult(y);
        arguments.Add(yOutput);
        arguments.Add(yPart);
        long tiles = ((long)outputs.Count + split.Outputs - 1) / split.Outputs;
        _queue.Run(_programs[new KernelKey("Reduce.cl", "reduce", ElementTypes.Of<T>(), source, Options: Kernel.GroupOption)], arguments, GroupsOf(tiles * parts));
    }

    /// <summary>How a group of items is shared between outputs and what is reduced.</summary>
    private readonly record struct Split(int Outputs, int Reducers)
    {
        // A row by all items; columns side by side; or a few elements by one item each.
        private static readonly Split s_rows = new(1, Groups.Size), s_columns = new(32, Groups.Size / 32), s_few = new(Groups.Size, 1);

        /// <summary>From here on a row keeps a group busy.</summary>
        private const int LongRow = 256;

        internal static Split For(in Layout outputs, in Layout reduced) =>
            reduced.Count <= Chain ? s_few
            : reduced.Count >= LongRow && (outputs.Count == 1 || Step(reduced) <= Step(outputs)) ? s_rows
            : s_columns;

        internal int Parts(int reduced) => Math.Max(1, GroupTile.Blocks(reduced, Reducers * Chain));

        private static int Step(in Layout layout) => layout.Rank == 0 ? int.MaxValue : Math.Abs(layout.Strides[^1]);
    }
}
