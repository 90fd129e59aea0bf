using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

// The position along an axis of the element that the op keeps. Few long lines are taken in parts first, so that every unit of the device has work.
public sealed partial class IlgpuDevice
{
    /// <summary>A part has so many elements for each thread of its group at least.</summary>
    private const int PartShare = 16;

    /// <inheritdoc/>
    public override unsafe void ArgReduce<TOp, T>(TOp op, in View<T> x, int axis, in View<int> y)
    {
        if (y.Layout.Count == 0) return;
        Layout lines = Axes.Without(x.Layout, axis), results = Axes.Without(y.Layout, axis);
        int length = x.Layout.Sizes[axis], parts = PartsOf(length, lines.Count);
        if (parts == 1)
        {
            var one = Loop.Over(lines, results);
            Keep(op, Share(one, length, 1).Reads(x).Writes(y), one, length, 1, Lines(x, one, 0, axis), false, default, Lines(y, one, 1, axis));
            return;
        }
        var positions = new View<int>(Acquire((long)lines.Count * parts * sizeof(int)), Layout.Contiguous([.. lines.Sizes, parts]));
        try
        {
            var loop = Loop.Over(lines, results, Axes.Without(positions.Layout, lines.Rank));
            Lines<T> from = Lines(x, loop, 0, axis);
            Lines<int> among = Lines(positions, loop, 2, lines.Rank);
            Keep(op, Share(loop, length, parts).Reads(x).Writes(positions), loop, length, parts, from, false, default, among);
            Keep(op, Share(loop, parts, 1).Reads(x).Reads(positions).Writes(y), loop, parts, 1, from, true, among, Lines(y, loop, 1, axis));
        }
        finally
        {
            Release(positions.Buffer);
        }
    }

    private void Keep<TOp, T>(TOp op, in Launch launch, in Loop loop, int length, int parts, in Lines<T> x, bool isSecond, in Lines<int> among, in Lines<int> y)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T> =>
        Queue.Run(ArgReduceKernel.Run<TOp, T>, launch, new Walk(loop), op, Items(length, parts), length, parts, x, isSecond ? 1 : 0, among, y);

    private Launch Share(in Loop loop, int length, int parts)
    {
        int together = GroupSize / Items(length, parts);
        return Of(((long)loop.Rows * loop.Row * parts + together - 1) / together);
    }

    private int Items(int length, int parts) => RowShare.For((length - 1) / parts + 1, GroupSize);

    /// <summary>Not more than can be at work at once, and none empty.</summary>
    private int PartsOf(int length, int lines)
    {
        int most = (int)Math.Clamp(Math.Min((long)length / (GroupSize * PartShare), Groups.Most / lines), 1, length);
        int each = (length - 1) / most + 1;
        return (length - 1) / each + 1;
    }
}
