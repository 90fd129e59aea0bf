namespace DeepPuzzles.Kernels.OpenCL;

// y[…, i, …] = x[…, index[…, i, …], …] and its adjoint. An index that lies outside gives NaN or 0 here, and is told when a value is read.
public sealed partial class OpenClDevice
{
    /// <summary>From so many lines on, an item for each keeps the device busy.</summary>
    private const int ManyLines = 1024;

    /// <summary>An item that goes along a line waits for memory at each index, which takes as long as to look at about so many indices that the group
    /// has fetched.</summary>
    private const int LooksPerWait = 16;

    /// <inheritdoc/>
    /// <remarks>An index that lies outside is told at the next reading.</remarks>
    public override void Gather<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        Span<int> strides = stackalloc int[x.Layout.Rank];
        x.Layout.Strides.CopyTo(strides);
        strides[axis] = 0;
        int inner = 1;
        foreach (int below in y.Layout.Sizes[(axis + 1)..]) inner *= below;
        var walk = Walk.Over(y.Layout, index.Layout, new Layout(y.Layout.Sizes, strides));
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.Add(axis);
        arguments.Add(inner);
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
        // To look for every element of y among all indices pays while the device has items enough for all of them at once, or nearly.
        bool byLine = walk.Count >= ManyLines || size == 0 || (long)size * walk.Count > (long)Info.Units * Groups.Size * LooksPerWait;
        // At least one piece for each line, so that indices into nothing are told.
        long pieces = Math.Max(1, ((long)size + Groups.Size - 1) / Groups.Size) * walk.Count;
        Kernel kernel = _programs[new KernelKey("Scatter.cl", byLine ? "scatter_lines" : "scatter_elements", ElementTypes.Of<T>(), Options: Kernel.GroupOption)];
        _queue.RunWithFaults(kernel, ref arguments, byLine ? GroupsFor(walk.Count) : GroupsOf(pieces));
    }
}
