using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

// The positions along one axis in the order of their elements: counting for short lines, a sorting network for long ones.
public sealed partial class OpenClDevice
{
    /// <summary>Up to here it costs less that each item counts than that a network takes its many kernels.</summary>
    private const int ShortLine = 1024;

    /// <inheritdoc/>
    public override void ArgSort<T>(in View<T> x, int axis, bool descending, in View<int> y)
    {
        if (y.Layout.Count == 0) return;
        ElementType type = ElementTypes.Of<T>();
        int length = x.Layout.Sizes[axis];
        var walk = Walk.Over(Axes.Without(x.Layout, axis), Axes.Without(y.Layout, axis));
        Arguments arguments = default;
        if (length <= ShortLine)
        {
            arguments.Add(walk);
            arguments.Add(length);
            arguments.Add(descending ? 1 : 0);
            arguments.Add(x.Layout.Strides[axis]);
            arguments.Add(y.Layout.Strides[axis]);
            arguments.Add(x);
            arguments.AddResult(y);
            _queue.Run(_programs[new KernelKey("ArgSort.cl", "rank_each", type)], arguments, GroupsFor(x.Layout.Count));
            return;
        }
        long wide = BitOperations.RoundUpToPowerOf2((uint)length), all = wide * walk.Count;
        if (all > int.MaxValue) throw new DeviceException($"opencl: sorting {walk.Count} lines of {length} takes {all} places; sort fewer at once");
        int padded = (int)wide, places = (int)all;
        Buffer positions = Acquire((long)places * sizeof(int));
        try
        {
            arguments.Add(padded);
            arguments.Add(walk.Count);
            arguments.AddScratch(positions);
            _queue.Run(_programs[new KernelKey("ArgSort.cl", "number_all", type)], arguments, GroupsFor(places));
            Kernel exchange = _programs[new KernelKey("ArgSort.cl", "exchange", type)];
            for (int stage = 2; stage <= padded && stage > 0; stage *= 2)
            {
                for (int distance = stage / 2; distance > 0; distance /= 2)
                {
                    arguments = default;
                    arguments.Add(walk);
                    arguments.Add(length);
                    arguments.Add(padded);
                    arguments.Add(descending ? 1 : 0);
                    arguments.Add(stage);
                    arguments.Add(distance);
                    arguments.Add(x.Layout.Strides[axis]);
                    arguments.Add(x);
                    arguments.AddScratch(positions);
                    _queue.Run(exchange, arguments, GroupsFor(places / 2));
                }
            }
            arguments = default;
            arguments.Add(walk);
            arguments.Add(length);
            arguments.Add(padded);
            arguments.Add(y.Layout.Strides[axis]);
            arguments.AddScratch(positions);
            arguments.AddResult(y);
            _queue.Run(_programs[new KernelKey("ArgSort.cl", "take", type)], arguments, GroupsFor(x.Layout.Count));
        }
        finally
        {
            Release(positions);
        }
    }
}
