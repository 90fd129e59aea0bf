using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// The structural ops: they move elements and do not compute. Like the arithmetic ops of the kernels, each is a struct, by whose type
// its rule of calculus is found.

/// <summary>An op that moves elements and computes nothing.</summary>
public interface IStructuralOp
{
    /// <summary>The name in messages and printed graphs, lower case.</summary>
    static abstract string Name { get; }
}

/// <summary>Repeats axes of size 1, or new leading axes, up to a shape (a view).</summary>
public readonly record struct Expand(Shape Shape) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "expand";
}

/// <summary>The same elements in row-major order under another shape (a view where strides allow).</summary>
public readonly record struct Reshape(Shape Shape) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "reshape";
}

/// <summary>Axes in another order (a view): axis i of the result is axis Axes[i] of the input.</summary>
public readonly record struct Permute(Shape Axes) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "permute";
}

/// <summary>A copy without gaps.</summary>
public readonly record struct Copy : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "copy";
}

/// <summary>A copy without gaps in the memory of another device.</summary>
public readonly record struct Move(Device Device) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "move to";
}

/// <summary>The same numbers in another dtype.</summary>
public readonly record struct Cast(DType DType) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "to";
}

/// <summary>A stretch along each axis (a view): element i of the result is element Start + i·Step of the input. Each of Start and Step has one
/// number per axis.</summary>
public readonly record struct Section(Offsets Start, Offsets Step, Shape Shape) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "slice";

    internal void RequireInside(Shape whole)
    {
        if (Start.Span.Length != whole.Rank || Step.Span.Length != whole.Rank || Shape.Rank != whole.Rank)
            throw new TensorException($"slice: start {Start}, step {Step} and size {Shape} must have one number for each axis of {whole}");
        for (int axis = 0; axis < whole.Rank; axis++)
        {
            (int size, int step, int length) = (Shape.Sizes[axis], Step.Span[axis], whole.Sizes[axis]);
            if (size == 0) continue;
            long first = Start.Span[axis], last = first + (size - 1L) * step;
            if (first < 0 || first >= length || last < 0 || last >= length)
                throw new TensorException($"slice: elements {first} to {last} of axis {axis} do not lie in {whole}, which has {length} there");
            if (step == 0 && size > 1) throw new TensorException($"slice: a step of 0 on axis {axis} of {whole} takes one element {size} times; use Expand");
        }
    }
}

/// <summary>The adjoint of <see cref="Tensors.Section"/>: zeros of a shape with the input in the section.</summary>
public readonly record struct Embed(Section Section, Shape Shape) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "embed";
}

/// <summary>Tensors one after the other along an axis.</summary>
public readonly record struct Concat(int Axis) : IStructuralOp
{
    // Known when the tensors are joined: the rule of each would have to add up the sizes of all before it.
    private readonly int[]? _starts;

    internal Concat(int axis, int[] starts)
        : this(axis) => _starts = starts;

    /// <inheritdoc/>
    public static string Name => "concat";

    /// <summary>Where one of the inputs begins along the axis.</summary>
    /// <param name="inputs">All of them.</param>
    /// <param name="input">Which one, from 0.</param>
    public int StartOf(IReadOnlyList<Tensor> inputs, int input)
    {
        if (_starts is not null) return _starts[input];
        int start = 0;
        for (int before = 0; before < input; before++) start += inputs[before].Shape[Axis];
        return start;
    }

    /// <summary>The same axis.</summary>
    public bool Equals(Concat other) => Axis == other.Axis;

    /// <inheritdoc/>
    public override int GetHashCode() => Axis;
}

/// <summary>One input where a mask holds, the other elsewhere. Inputs: mask, then, otherwise.</summary>
public readonly record struct Choose : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "where";
}

/// <summary>Elements picked along an axis. Inputs: values, int32 indices of the result's shape.</summary>
public readonly record struct GatherAlong(int Axis) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "gather";
}

/// <summary>The adjoint of <see cref="GatherAlong"/>: zeros of a size along the axis, to which the inputs are added. Inputs: values, indices.</summary>
public readonly record struct ScatterAlong(int Axis, int Size) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "scatter-add";
}

/// <summary>The product of matrices over the last two axes, other axes equal.</summary>
public readonly record struct MatrixProduct : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "matmul";
}

/// <summary>The determinants of square matrices, found by way of <see cref="Kernels.LogDeterminant"/> but with a rule of its own, which holds for those
/// that are 0.</summary>
public readonly record struct Determinant : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "determinant";
}

/// <summary>The triangular factors of matrices, as they are: an op, so that a function that is vectorised looks at the rank of every example.</summary>
/// <param name="Of">The matrices, for the message.</param>
/// <param name="Tolerance">A diagonal element up to this times the largest element counts as 0.</param>
public readonly record struct FullRank(Shape Of, double Tolerance) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "full rank";
}

/// <summary>The Moore-Penrose inverse of matrices, found by way of <see cref="Kernels.Svd"/> but with a rule of its own, which holds for equal singular
/// values and for those that are 0. Singular values up to Tolerance times the largest count as 0.</summary>
public readonly record struct PseudoInverse(double Tolerance) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "pseudo-inverse";
}
