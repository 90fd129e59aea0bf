namespace DeepPuzzles.Tensors;

// The softmax family over several axes, which become one row.
public sealed partial class Tensor
{
    /// <summary>e^x / Σ e^x over several axes at once.</summary>
    /// <exception cref="TensorException">An axis does not exist or is named twice; the dtype is no float.</exception>
    public Tensor SoftMax(ReadOnlySpan<int> axes)
    {
        int[] order = RowsLast(axes, Kernels.SoftMax.Name);
        return Unmerge(Merge(order, axes.Length).SoftMax(), order);
    }

    /// <summary>x - ln Σ e^x over several axes at once.</summary>
    /// <exception cref="TensorException">An axis does not exist or is named twice; the dtype is no float.</exception>
    public Tensor LogSoftMax(ReadOnlySpan<int> axes)
    {
        int[] order = RowsLast(axes, Kernels.LogSoftMax.Name);
        return Unmerge(Merge(order, axes.Length).LogSoftMax(), order);
    }

    /// <summary>ln Σ e^x over several axes at once, without overflow.</summary>
    /// <exception cref="TensorException">An axis is empty, does not exist or is named twice; the dtype is no float.</exception>
    public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        int[] order = RowsLast(axes, Kernels.LogSumExp.Name);
        return Folded(Merge(order, axes.Length).LogSumExp(-1), order.AsSpan(Rank - axes.Length), keepDims);
    }

    /// <summary>ln Σ e^x of all elements, shape [].</summary>
    public Tensor LogSumExp() => LogSumExp(AllAxes(stackalloc int[Rank]));

    // The axes with those named at the end, in their own order.
    private int[] RowsLast(ReadOnlySpan<int> axes, string op)
    {
        int set = RequireFloat(op).AxisSet(axes, op);
        return [.. Enumerable.Range(0, Rank).OrderBy(axis => (set >> axis) & 1)];
    }

    private Tensor Merge(int[] order, int merged)
    {
        if (merged == 0) return Reshape([Count, 1]);        // a row for each element, which of eight axes would take a ninth
        Tensor x = Permute(order);
        ReadOnlySpan<int> sizes = x._layout.Sizes;
        // Of an empty tensor the other axes may have more elements together than a shape holds; then any size serves but 0.
        int together = Count > 0 ? new Shape(sizes[^merged..]).Elements : sizes[^merged..].Contains(0) ? 0 : 1;
        return x.Reshape(new Shape([.. sizes[..^merged], together]));
    }

    // What rows were folded to, with their axes as 1 if these are to be kept.
    private Tensor Folded(Tensor y, ReadOnlySpan<int> axes, bool keepDims)
    {
        if (axes.Length == 0) return y.Reshape(Shape);
        if (!keepDims) return y;
        Span<int> sizes = stackalloc int[Rank];
        _layout.Sizes.CopyTo(sizes);
        foreach (int axis in axes) sizes[axis] = 1;
        return y.Reshape(new Shape(sizes));
    }

    private Tensor Unmerge(Tensor rows, int[] order)
    {
        Shape own = Shape;
        return rows.Reshape(new Shape([.. order.Select(axis => own[axis])])).Permute([.. order.Select((_, axis) => Array.IndexOf(order, axis))]);
    }
}
