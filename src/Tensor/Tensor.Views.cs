namespace DeepPuzzles.Tensors;

// The axes of the same elements: repeated, in another order. A view shares memory with its source; nothing is copied.
public sealed partial class Tensor
{
    /// <summary>Repeats axes of size 1, and new leading axes, up to a shape. A view: nothing is copied.</summary>
    /// <exception cref="TensorException">An axis is neither 1 nor already of that size.</exception>
    public Tensor Expand(Shape shape)
    {
        if (HasShape(shape)) return this;
        int extra = shape.Rank - Rank;
        if (extra < 0) throw new TensorException($"expand: {Shape} does not broadcast to {shape}, which has fewer axes");
        Span<int> strides = stackalloc int[shape.Rank];
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            int own = axis < extra ? 1 : _layout.Sizes[axis - extra];
            if (own != shape.Sizes[axis] && own != 1)
                throw new TensorException($"expand: {Shape} does not broadcast to {shape}: axis {axis - shape.Rank} is {own}, not 1 or {shape.Sizes[axis]}");
            strides[axis] = own == 1 ? 0 : _layout.Strides[axis - extra];
        }
        return View(shape.Sizes, strides, _layout.Offset).From(new Expand(shape), this);
    }

    /// <summary>The axes in another order: axis i of the result is axis axes[i] of this one. A view.</summary>
    public Tensor Permute(params ReadOnlySpan<int> axes)
    {
        if (axes.Length != Rank) throw new TensorException($"permute: {Shape} has {Rank} axes, {axes.Length} were named");
        Span<int> sizes = stackalloc int[Rank], strides = stackalloc int[Rank], order = stackalloc int[Rank];
        int seen = 0;
        for (int i = 0; i < Rank; i++)
        {
            order[i] = Shape.AxisIndex(axes[i], "permute");
            seen |= 1 << order[i];
            sizes[i] = _layout.Sizes[order[i]];
            strides[i] = _layout.Strides[order[i]];
        }
        if (seen != (1 << Rank) - 1) throw new TensorException($"permute: [{string.Join(", ", axes.ToArray())}] names an axis of {Shape} twice");
        return View(sizes, strides, _layout.Offset).From(new Permute(new Shape(order)), this);
    }

    /// <summary>Two axes change places, the last two by default: the transpose of a matrix. A view.</summary>
    public Tensor Transpose(int first = -2, int second = -1)
    {
        Span<int> axes = stackalloc int[Rank];
        for (int axis = 0; axis < Rank; axis++) axes[axis] = axis;
        (first, second) = (Shape.AxisIndex(first, "transpose"), Shape.AxisIndex(second, "transpose"));
        (axes[first], axes[second]) = (axes[second], axes[first]);
        return Permute(axes);
    }

    /// <summary>One axis moved to another place, the others in their order. A view.</summary>
    public Tensor MoveAxis(int from, int to)
    {
        (from, to) = (Shape.AxisIndex(from, "move axis"), Shape.AxisIndex(to, "move axis"));
        Span<int> order = stackalloc int[Rank];
        AllAxes(order);
        if (from < to) order[(from + 1)..(to + 1)].CopyTo(order[from..]);
        else order[to..from].CopyTo(order[(to + 1)..]);
        order[to] = from;
        return Permute(order);
    }
}
