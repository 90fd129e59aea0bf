namespace DeepPuzzles.Kernels;

/// <summary>The axes before the last two: where the matrices of a batch begin.</summary>
internal static class Batch
{
    /// <summary>The first so many axes.</summary>
    internal static Layout Leading(in Layout layout, int axes) => axes == 0 ? default : new Layout(layout.Sizes[..axes], layout.Strides[..axes]);

    /// <summary>From one matrix of a batch to the next, if that is the same from each to the next.</summary>
    internal static bool HasStep(in Layout layout, int axes, out int step)
    {
        step = 0;
        long whole = 0;
        for (int axis = axes - 1; axis >= 0; axis--)
        {
            if (layout.Sizes[axis] == 1) continue;
            if (whole == 0) step = layout.Strides[axis];
            else if (layout.Strides[axis] != whole * step) return false;
            whole = Math.Max(1, whole) * layout.Sizes[axis];
        }
        return true;
    }
}
