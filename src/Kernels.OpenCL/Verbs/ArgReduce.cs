namespace DeepPuzzles.Kernels.OpenCL;

// The position along an axis of the element that the op keeps: in one kernel.
public sealed partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void ArgReduce<TOp, T>(TOp op, in View<T> x, int axis, in View<int> y)
    {
        if (y.Layout.Count == 0) return;
        OpSource source = OpSource.ArgReduction<TOp, T>(op);
        int length = x.Layout.Sizes[axis];
        int items = RowShare.For(length, Groups.Size), together = Groups.Size / items;
        var walk = Walk.Over(Axes.Without(x.Layout, axis), Axes.Without(y.Layout, axis));
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.AddConstants<T>(source.Constants);
        arguments.Add(items);
        arguments.Add(length);
        arguments.Add(x.Layout.Strides[axis]);
        arguments.Add(x);
        arguments.AddResult(y);
        _queue.Run(_programs[new KernelKey("ArgReduce.cl", "keep", ElementTypes.Of<T>(), source, Options: Kernel.GroupOption)], arguments, GroupsOf(((long)walk.Count + together - 1) / together));
    }
}
