namespace DeepPuzzles.Tensors;

// Elements in other places, composed of views and joins.
public sealed partial class Tensor
{
    /// <summary>The elements along some axes in reverse. A view.</summary>
    public Tensor Flip(params ReadOnlySpan<int> axes)
    {
        int set = AxisSet(axes, "flip");
        Span<int> starts = stackalloc int[Rank], steps = stackalloc int[Rank];
        for (int axis = 0; axis < Rank; axis++)
        {
            bool reversed = (set & (1 << axis)) != 0 && _layout.Sizes[axis] > 1;
            (starts[axis], steps[axis]) = reversed ? (_layout.Sizes[axis] - 1, -1) : (0, 1);
        }
        return Take(new Section(new Offsets(starts), new Offsets(steps), Shape));
    }

    /// <summary>The elements along every axis in reverse. A view.</summary>
    public Tensor Flip() => Flip(AllAxes(stackalloc int[Rank]));

    /// <summary>The elements moved on along an axis; those that leave at the end come back at the start. A negative shift moves them back.</summary>
    public Tensor Roll(int shift, int axis)
    {
        axis = Shape.AxisIndex(axis, "roll");
        int size = _layout.Sizes[axis];
        int first = size == 0 ? 0 : Modulo(-(long)shift, size);
        return first == 0 ? this : Concat([Along(axis, first, size - first), Along(axis, 0, first)], axis);
    }

    /// <summary>The elements moved on in row-major order, as if they stood in one row.</summary>
    public Tensor Roll(int shift) => Flatten().Roll(shift, 0).Reshape(Shape);

    /// <summary>Each element along an axis so many times in a row: 1, 2 becomes 1, 1, 2, 2.</summary>
    public Tensor Repeat(int count, int axis)
    {
        axis = Shape.AxisIndex(axis, "repeat");
        if (count < 0) throw new TensorException($"repeat: axis {axis} of {Shape} {count} times; the count must be 0 or more");
        return Copies(axis + 1, count, Shape.With(axis, NewSize("repeat", axis, (long)_layout.Sizes[axis] * count), "repeat"));
    }

    /// <summary>The whole tensor so many times along each axis: 1, 2 becomes 1, 2, 1, 2. Where there are fewer counts than axes, the first axes
    /// stay; where there are more, the tensor gets new first axes.</summary>
    public Tensor Tile(params ReadOnlySpan<int> counts)
    {
        if (counts.Length > Rank)
        {
            Span<int> sizes = stackalloc int[counts.Length];
            sizes.Fill(1);
            _layout.Sizes.CopyTo(sizes[(counts.Length - Rank)..]);
            return Reshape(new Shape(sizes, "tile")).Tile(counts);
        }
        Tensor y = this;
        for (int back = 1; back <= counts.Length; back++)
        {
            int axis = Rank - back, count = counts[^back];
            if (count < 0) throw new TensorException($"tile: axis {axis} of {Shape} {count} times; the count must be 0 or more");
            y = y.Copies(axis, count, y.Shape.With(axis, NewSize("tile", axis, (long)y._layout.Sizes[axis] * count), "tile"));
        }
        return y;
    }

    /// <summary>Parts of equal size along an axis, in order. Views.</summary>
    /// <exception cref="TensorException">The axis does not divide into so many parts.</exception>
    public Tensor[] Split(int parts, int axis = 0)
    {
        axis = Shape.AxisIndex(axis, "split");
        int size = _layout.Sizes[axis];
        if (parts < 1 || size % parts != 0) throw new TensorException($"split: axis {axis} of {Shape} is {size}, which does not divide into {parts} parts; give their sizes");
        var sizes = new int[parts];
        Array.Fill(sizes, size / parts);
        return Split(sizes, axis);
    }

    /// <summary>Parts of those sizes along an axis, in order. Views.</summary>
    /// <exception cref="TensorException">The sizes do not add up to the axis.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int axis = 0)
    {
        axis = Shape.AxisIndex(axis, "split");
        long sum = 0;
        foreach (int size in sizes) sum += size < 0 ? throw new TensorException($"split: a part of {size} elements") : size;
        if (sum != _layout.Sizes[axis]) throw new TensorException($"split: parts of {sum} elements in all, but axis {axis} of {Shape} is {_layout.Sizes[axis]}");
        var parts = new Tensor[sizes.Length];
        int start = 0;
        for (int i = 0; i < parts.Length; start += sizes[i++]) parts[i] = Along(axis, start, sizes[i]);
        return parts;
    }

    // A stretch of one axis, the others whole.
    private Tensor Along(int axis, int start, int size) => Take(Stretch(Shape, axis, start, size));

    // What follows an axis, so many times in a row; rank 3 on the way, so that tensors of the largest rank can be repeated.
    private Tensor Copies(int axis, int count, Shape shape)
    {
        if (count == 1) return this;
        if (Count == 0) return Reshape(shape);          // the axes before or after may have more elements together than a shape holds
        int before = new Shape(_layout.Sizes[..axis]).Elements, after = new Shape(_layout.Sizes[axis..]).Elements;
        return Reshape([before, 1, after]).Expand([before, count, after]).Reshape(shape);
    }

    // Of an empty tensor an axis may be as long as an int says, but no longer.
    private int NewSize(string op, int axis, long size) => size <= int.MaxValue
        ? (int)size
        : throw new TensorException($"{op}: axis {axis} of {Shape} would have {size} elements; an axis has at most {int.MaxValue}");

    private static int Modulo(long number, int size) => (int)(((number % size) + size) % size);
}
