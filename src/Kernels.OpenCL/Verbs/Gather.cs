namespace DeepPuzzles.Kernels.OpenCL;

// y[…, i, …] = x[…, index[…, i, …], …] and its adjoint. An index that lies outside gives NaN or 0 here, and is told when a value is read.
public sealed partial class OpenClDevice
{
    /// <inheritdoc/>
    /// <remarks>An index that lies outside is told at the next reading.</remarks>
    public override void Gather<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        var walk = Walk.Over(y.Layout, index.Layout, Gathering.AtRest(x.Layout, axis, y.Layout));
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.Add(axis);
        arguments.Add(Gathering.Below(y.Layout, axis));
        arguments.Add(y.Layout.Sizes[axis]);
        arguments.Add(x.Layout.Sizes[axis]);
        arguments.Add(x.Layout.Strides[axis]);
        arguments.Add(Nothing.Of<T>());
        arguments.Add(x);
        arguments.Add(index);
        arguments.AddResult(y);
        _queue.RunWithFaults(_programs[new KernelKey("Gather.cl", "gather", ElementTypes.BitsOf<T>())], ref arguments, GroupsFor(walk.Count));
    }

    /// <inheritdoc/>
    /// <remarks>An index that lies outside is told at the next reading.</remarks>
    public override void ScatterAdd<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        int size = y.Layout.Sizes[axis];
        if (x.Layout.Count == 0) return;
        var walk = Walk.Over(Axes.Without(x.Layout, axis), Axes.Without(index.Layout, axis), Axes.Without(y.Layout, axis));
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.Add(axis);
        arguments.Add(x.Layout.Sizes[axis]);
        arguments.Add(size);
        arguments.Add(x.Layout.Strides[axis]);
        arguments.Add(index.Layout.Strides[axis]);
        arguments.Add(y.Layout.Strides[axis]);
        arguments.Add(x);
        arguments.Add(index);
        arguments.AddUpdated(y);
        bool byLine = Gathering.GoesAlongLines(walk.Count, size, (long)Info.Units * Groups.Size);
        // At least one piece for each line, so that indices into nothing are told.
        long pieces = Math.Max(1, ((long)size + Groups.Size - 1) / Groups.Size) * walk.Count;
        Kernel kernel = _programs[new KernelKey("Scatter.cl", byLine ? "scatter_lines" : "scatter_elements", ElementTypes.Of<T>(), Options: Kernel.GroupOption)];
        _queue.RunWithFaults(kernel, ref arguments, byLine ? GroupsFor(walk.Count) : GroupsOf(pieces));
    }
}
