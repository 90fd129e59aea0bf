namespace DeepPuzzles.Kernels;

/// <summary>How the work of gather and scatter is walked on a device.</summary>
internal static class Gathering
{
    /// <summary>From so many lines on, a thread for each keeps the device busy.</summary>
    private const int ManyLines = 1024;

    /// <summary>A thread that goes along a line waits for memory at each index, which takes as long as to look at about so many indices that its group
    /// has fetched.</summary>
    private const int LooksPerWait = 16;

    /// <summary>x as the result of a gather sees it: of the result's sizes, at rest along the axis, where the index says how far to go.</summary>
    internal static Layout AtRest(in Layout x, int axis, in Layout y)
    {
        Span<int> strides = stackalloc int[Layout.MaxRank];
        x.Strides.CopyTo(strides);
        strides[axis] = 0;
        return new Layout(y.Sizes, strides[..x.Rank]);
    }

    /// <summary>Elements below an axis: what the number of an element is divided by to find its place along it.</summary>
    internal static int Below(in Layout y, int axis)
    {
        int count = 1;
        foreach (int size in y.Sizes[(axis + 1)..]) count *= size;
        return count;
    }

    /// <summary>Does a scatter go along each line with one thread, or does every element of the result look among all indices of its line? To look pays
    /// while the device has threads enough for all elements at once, or nearly.</summary>
    /// <param name="lines">How many.</param>
    /// <param name="size">Elements of the result along a line.</param>
    /// <param name="threads">That the device runs at once.</param>
    internal static bool GoesAlongLines(long lines, int size, long threads) => lines >= ManyLines || size == 0 || size * lines > threads * LooksPerWait;
}
