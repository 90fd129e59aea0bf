namespace DeepPuzzles.Kernels;

/// <summary>Layouts of some axes of an array.</summary>
internal static class Axes
{
    /// <summary>The lines along an axis as single elements: all other axes, from place 0.</summary>
    internal static Layout Without(in Layout layout, int axis)
    {
        Span<int> sizes = stackalloc int[Layout.MaxRank], strides = stackalloc int[Layout.MaxRank];
        int rank = 0;
        for (int other = 0; other < layout.Rank; other++)
        {
            if (other == axis) continue;
            (sizes[rank], strides[rank]) = (layout.Sizes[other], layout.Strides[other]);
            rank++;
        }
        return new Layout(sizes[..rank], strides[..rank]);
    }

    /// <summary>The rows as single elements: all axes but the last.</summary>
    internal static Layout Outer(in Layout layout) => new(layout.Sizes[..^1], layout.Strides[..^1], layout.Offset);

    /// <summary>The axes that a reduction of x to y keeps, and those that it reduces, as x lies, from place 0.</summary>
    internal static (Layout Kept, Layout Reduced) Divide(in Layout x, in Layout y)
    {
        Span<int> sizes = stackalloc int[2 * Layout.MaxRank], strides = stackalloc int[2 * Layout.MaxRank];
        int kept = 0, gone = Layout.MaxRank;
        for (int axis = 0; axis < x.Rank; axis++)
        {
            ref int next = ref x.Sizes[axis] == y.Sizes[axis] ? ref kept : ref gone;
            (sizes[next], strides[next]) = (x.Sizes[axis], x.Strides[axis]);
            next++;
        }
        return (new Layout(sizes[..kept], strides[..kept]), new Layout(sizes[Layout.MaxRank..gone], strides[Layout.MaxRank..gone]));
    }
}
