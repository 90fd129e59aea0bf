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
        bool isLong = length > RowItems.Few * RowItems.Worth;
        var walk = Walk.Over(Without(x.Layout, axis), Without(y.Layout, axis));
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.AddConstants<T>(source.Constants);
        arguments.Add(isLong ? Groups.Size : RowItems.Few);
        arguments.Add(length);
        arguments.Add(x.Layout.Strides[axis]);
        arguments.Add(x);
        arguments.AddResult(y);
        long pieces = isLong ? walk.Count : ((long)walk.Count * RowItems.Few + Groups.Size - 1) / Groups.Size;
        _queue.Run(_programs[new KernelKey("ArgReduce.cl", "keep", ElementTypes.Of<T>(), source, Options: Kernel.GroupOption)], arguments, GroupsOf(pieces));
    }
}
