using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

// The positions along one axis in the order of their elements: counting for short lines, a sorting network for long ones.
public sealed partial class IlgpuDevice
{
    /// <summary>Up to here it costs less that each thread counts than that a network takes its many kernels.</summary>
    private const int ShortLine = 1024;

    /// <inheritdoc/>
    public override void ArgSort<T>(in View<T> x, int axis, bool descending, in View<int> y)
    {
        if (y.Layout.Count == 0) return;
        int length = x.Layout.Sizes[axis], down = descending ? 1 : 0;
        var loop = Loop.Over(Axes.Without(x.Layout, axis), Axes.Without(y.Layout, axis));
        var walk = new Walk(loop);
        Lines<T> keys = Lines(x, loop, 0, axis);
        Lines<int> order = Lines(y, loop, 1, axis);
        if (length <= ShortLine)
        {
            Queue.Run(ArgSortKernel.Rank<T>, For(x.Layout.Count).Reads(x).Writes(y), walk, length, down, keys, order);
            return;
        }
        long wide = BitOperations.RoundUpToPowerOf2((uint)length), places = wide * walk.Count;
        if (places > int.MaxValue) throw new DeviceException($"{Name}: sorting {walk.Count} lines of {length} takes {places} places; sort fewer at once");
        int padded = (int)wide;
        Buffer scratch = Acquire(places * sizeof(int));
        try
        {
            ILGPU.ArrayView<int> positions = All<int>(scratch);
            Queue.Run(ArgSortKernel.Number, For(places).Hands(scratch), padded, places, positions);
            for (int stage = 2; stage <= padded && stage > 0; stage *= 2)
            {
                for (int distance = stage / 2; distance > 0; distance /= 2)
                    Queue.Run(ArgSortKernel.Exchange<T>, For(places / 2).Reads(x).Hands(scratch), walk, length, padded, down, stage, distance, keys, positions);
            }
            Queue.Run(ArgSortKernel.Take, For(x.Layout.Count).Hands(scratch).Writes(y), walk, length, padded, positions, order);
        }
        finally
        {
            Release(scratch);
        }
    }
}
