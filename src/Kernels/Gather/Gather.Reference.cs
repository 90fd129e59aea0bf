namespace DeepPuzzles.Kernels;

// y[…, i, …] = x[…, index[…, i, …], …] and its adjoint, one element after the other.
public sealed partial class ReferenceDevice
{
    /// <inheritdoc/>
    public override void Gather<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        for (int i = 0; i < y.Layout.Count; i++) At(y, i) = At(x, Place(x.Layout, index, axis, i));
    }

    /// <inheritdoc/>
    public override void ScatterAdd<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        for (int i = 0; i < x.Layout.Count; i++) At(y, Place(y.Layout, index, axis, i)) += At(x, i);
    }

    /// <summary>The row-major number, in the indexed array, of the element that the i-th index names.</summary>
    private static int Place(in Layout indexed, in View<int> index, int axis, int i)
    {
        int inner = 1, count = index.Layout.Sizes[axis], size = indexed.Sizes[axis];
        foreach (int below in indexed.Sizes[(axis + 1)..]) inner *= below;
        int chosen = At(index, i);
        if ((uint)chosen >= (uint)size) throw Indices.OutOfRange(chosen, i / inner % count, axis, size);
        return (i / inner / count * size + chosen) * inner + i % inner;
    }
}
