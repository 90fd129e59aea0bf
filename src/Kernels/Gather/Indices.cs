namespace DeepPuzzles.Kernels;

/// <summary>The door for indices that come from data: every one must name an element.</summary>
internal static unsafe class Indices
{
    /// <summary>Throws at the first index that is negative or not below the size.</summary>
    internal static void Check(in View<int> index, int axis, int size)
    {
        if (index.Layout.Count == 0) return;
        Span<int> sizes = stackalloc int[index.Layout.Rank];
        index.Layout.Sizes.CopyTo(sizes);
        for (int a = 0; a < sizes.Length; a++)
        {
            // A broadcast index need only be seen once.
            if (index.Layout.Strides[a] == 0) sizes[a] = 1;
        }
        var distinct = new Layout(sizes, index.Layout.Strides);
        var loop = Loop.Over(distinct, distinct);
        for (int row = 0; row < loop.Rows; row++)
        {
            int* at = CpuDevice.PointerTo(index) + loop.Start(0, row);
            for (int i = 0; i < loop.Row; i++, at += loop.Stride(0))
            {
                if ((uint)*at >= (uint)size) throw OutOfRange(*at, Position(distinct, axis, row * loop.Row + i), axis, size);
            }
        }
    }

    private static int Position(in Layout layout, int axis, int element)
    {
        int inner = 1;
        foreach (int below in layout.Sizes[(axis + 1)..]) inner *= below;
        return element / inner % layout.Sizes[axis];
    }

    // Names no parameter: the message is what users of tensors are told.
    internal static ArgumentOutOfRangeException OutOfRange(int index, int position, int axis, int size) =>
        new(null, $"index {index} at position {position} of axis {axis}: the axis has size {size}, so indices go from 0 to {size - 1}");
}
