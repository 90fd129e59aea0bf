namespace DeepPuzzles.Tensors;

/// <summary>What stands beyond the ends of a padded axis.</summary>
public enum PadMode
{
    /// <summary>The last element, again and again: a a a | a b c | c c c.</summary>
    Edge,

    /// <summary>The axis as in a mirror that stands on its last element: c b | a b c | b a.</summary>
    Reflect,

    /// <summary>The axis as in a mirror that stands behind its last element: b a | a b c | c b.</summary>
    Symmetric,

    /// <summary>The axis again from its other end: b c | a b c | a b.</summary>
    Wrap,
}

// More elements at the ends of axes.
public sealed partial class Tensor
{
    /// <summary>A border of one value around the tensor.</summary>
    /// <param name="widths">For each axis how many elements before and after, such as <c>[(0, 0), (1, 2)]</c>.</param>
    /// <param name="value">The value; any number that the dtype holds.</param>
    /// <exception cref="TensorException">There is not one pair of widths for each axis, a width is negative, or the dtype has no such value.</exception>
    public Tensor Pad(ReadOnlySpan<(int Before, int After)> widths, double value = 0)
    {
        RequireWidths(widths);
        Span<int> starts = stackalloc int[Rank], steps = stackalloc int[Rank], sizes = stackalloc int[Rank];
        for (int axis = 0; axis < Rank; axis++)
            (starts[axis], steps[axis], sizes[axis]) = (widths[axis].Before, 1, Padded(axis, widths[axis]));
        var section = new Section(new Offsets(starts), new Offsets(steps), Shape);
        Shape shape = new(sizes);
        return value == 0 ? EmbedIn(shape, section) : Constant("pad", value).Expand(shape).Replace(section, this);
    }

    /// <summary>A border that repeats the tensor's own elements.</summary>
    /// <param name="widths">For each axis how many elements before and after; they may exceed the axis.</param>
    /// <param name="mode">Which elements.</param>
    /// <exception cref="TensorException">There is not one pair of widths for each axis, a width is negative, or a padded axis is empty.</exception>
    public Tensor Pad(ReadOnlySpan<(int Before, int After)> widths, PadMode mode)
    {
        RequireWidths(widths);
        Tensor y = this;
        for (int axis = 0; axis < Rank; axis++)
        {
            if (widths[axis] == (0, 0)) continue;
            int size = _layout.Sizes[axis];
            if (size == 0) throw new TensorException($"pad: axis {axis} of {Shape} is empty and has no elements to repeat; pad with a value");
            var chosen = new int[Padded(axis, widths[axis])];
            for (int i = 0; i < chosen.Length; i++) chosen[i] = Mirror((long)i - widths[axis].Before, size, mode);
            y = y.Rows(From(chosen, [chosen.Length], Device), axis);
        }
        return y;
    }

    // The element that stands for a place beyond the ends.
    private static int Mirror(long place, int size, PadMode mode)
    {
        switch (mode)
        {
            case PadMode.Edge:
                return (int)Math.Clamp(place, 0, size - 1);
            case PadMode.Wrap:
                return Modulo(place, size);
            default:
                // Forth and back: 0 1 2 | 1 for reflect, 0 1 2 | 2 1 0 for symmetric.
                int turn = mode == PadMode.Reflect ? size - 1 : size;
                if (turn == 0) return 0;
                int walked = (int)(((place % (2L * turn)) + 2L * turn) % (2L * turn));
                return walked < size ? walked : (mode == PadMode.Reflect ? 2 * turn : 2 * turn - 1) - walked;
        }
    }

    private int Padded(int axis, (int Before, int After) width) => NewSize("pad", axis, (long)_layout.Sizes[axis] + width.Before + width.After);

    private void RequireWidths(ReadOnlySpan<(int Before, int After)> widths)
    {
        if (widths.Length != Rank) throw new TensorException($"pad: {widths.Length} pairs of widths for {Shape}, which has {Rank} axes; give one for each");
        foreach ((int before, int after) in widths)
        {
            if (before < 0 || after < 0) throw new TensorException($"pad: widths ({before}, {after}) on {Shape}; they must be 0 or more, to cut use a slice");
        }
    }
}
