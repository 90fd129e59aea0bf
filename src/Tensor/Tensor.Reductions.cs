using System.Numerics;
using System.Runtime.CompilerServices;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// Reductions over any axes; without axes, over all. Negative axes count from the last.
public sealed partial class Tensor
{
    /// <summary>The sum over axes. float32 sums follow a pairwise tree: relative error at most 2·log2(n)·u·Σ|x|. The sum of int32 is int32 and
    /// wraps; of bool there is none: count with <see cref="CountNonZero()"/>.</summary>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepDims = false) => Reduce(default(Sum), axes, keepDims, mayBeEmpty: true);

    /// <summary>The sum over one axis; of int32 it is int32 and wraps.</summary>
    public Tensor Sum(int axis, bool keepDims = false) => Sum([axis], keepDims);

    /// <summary>The sum of all elements, shape []; of int32 it is int32 and wraps, where NumPy counts on in int64: convert to float64 first where it
    /// may be larger.</summary>
    public Tensor Sum() => ReduceAll(default(Sum), mayBeEmpty: true);

    /// <summary>The product over axes, 1 of nothing. The product of int32 is int32 and wraps; of bool there is none: use <see cref="All()"/>.</summary>
    public Tensor Product(ReadOnlySpan<int> axes, bool keepDims = false) => Reduce(default(Prod), axes, keepDims, mayBeEmpty: true);

    /// <summary>The product over one axis; of int32 it is int32 and wraps.</summary>
    public Tensor Product(int axis, bool keepDims = false) => Product([axis], keepDims);

    /// <summary>The product of all elements, shape []; of int32 it is int32 and wraps, where NumPy goes on in int64: convert to float64 first where
    /// it may be larger.</summary>
    public Tensor Product() => ReduceAll(default(Prod), mayBeEmpty: true);

    /// <summary>The largest over axes; NaN when one is.</summary>
    public Tensor Max(ReadOnlySpan<int> axes, bool keepDims = false) => Reduce(default(Max), axes, keepDims, mayBeEmpty: false);

    /// <summary>The largest over one axis.</summary>
    public Tensor Max(int axis, bool keepDims = false) => Max([axis], keepDims);

    /// <summary>The largest of all elements, shape [].</summary>
    public Tensor Max() => ReduceAll(default(Max), mayBeEmpty: false);

    /// <summary>The smallest over axes; NaN when one is.</summary>
    public Tensor Min(ReadOnlySpan<int> axes, bool keepDims = false) => Reduce(default(Min), axes, keepDims, mayBeEmpty: false);

    /// <summary>The smallest over one axis.</summary>
    public Tensor Min(int axis, bool keepDims = false) => Min([axis], keepDims);

    /// <summary>The smallest of all elements, shape [].</summary>
    public Tensor Min() => ReduceAll(default(Min), mayBeEmpty: false);

    /// <summary>The mean over axes; NaN when there is nothing to average. float32 and float64; convert int32 and bool first.</summary>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        AxisSet(axes, "mean");
        Tensor sum = RequireFloat("mean").Sum(axes, keepDims);
        return sum * (sum.Count / (double)Count);
    }

    /// <summary>The mean over one axis.</summary>
    public Tensor Mean(int axis, bool keepDims = false) => Mean([axis], keepDims);

    /// <summary>The mean of all elements, shape [].</summary>
    public Tensor Mean() => RequireFloat("mean").Sum() * (1 / (double)Count);

    /// <summary>The position of the largest element along an axis, as int32; the first of equals. No gradient.</summary>
    public Tensor ArgMax(int axis, bool keepDims = false) => ArgReduce(default(ArgMax), axis, keepDims);

    /// <summary>The position of the smallest element along an axis, as int32; the first of equals. No gradient.</summary>
    public Tensor ArgMin(int axis, bool keepDims = false) => ArgReduce(default(ArgMin), axis, keepDims);

    private Span<int> AllAxes(Span<int> axes)
    {
        for (int axis = 0; axis < Rank; axis++) axes[axis] = axis;
        return axes;
    }

    private Tensor Reduce<TOp>(TOp op, ReadOnlySpan<int> axes, bool keepDims, bool mayBeEmpty)
        where TOp : struct, IReduction
    {
        ReadOnlySpan<int> own = _layout.Sizes;
        Span<int> sizes = stackalloc int[Rank], left = stackalloc int[Rank];
        own.CopyTo(sizes);
        int gone = 0;
        foreach (int named in axes)
        {
            int axis = Shape.AxisIndex(named, TOp.Name);
            if ((gone & (1 << axis)) != 0) throw new TensorException($"{TOp.Name}: axis {axis} of {Shape} is named twice");
            if (!mayBeEmpty) RequireElements(axis, TOp.Name);
            gone |= 1 << axis;
            sizes[axis] = 1;
        }
        int rank = 0;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if ((gone & (1 << axis)) == 0) left[rank++] = sizes[axis];
        }
        var kept = new Shape(sizes);
        Shape dropped = keepDims ? kept : new Shape(left[..rank]);
        // Leading axes go at once, since what is left broadcasts back as it is, which is all that the op's rule needs. Others go by a reshape.
        bool leading = (gone & (gone + 1)) == 0;
        Tensor y = Empty(leading ? dropped : kept, DType, Device);
        return ReduceTo(op, y, kept.Layout).Reshape(dropped);
    }

    private Tensor ReduceAll<TOp>(TOp op, bool mayBeEmpty)
        where TOp : struct, IReduction
    {
        Span<int> ones = stackalloc int[Rank];
        if (!mayBeEmpty && Count == 0) return Reduce(op, AllAxes(ones), keepDims: false, mayBeEmpty);
        ones.Fill(1);
        return ReduceTo(op, Empty(default(Layout), DType, Device), Layout.Contiguous(ones));
    }

    // y has the elements of this layout, and leading axes of size 1 or not.
    private Tensor ReduceTo<TOp>(TOp op, Tensor y, Layout kept)
        where TOp : struct, IReduction
    {
        switch (DType)
        {
            case DType.Float32: ReduceTo<TOp, float>(op, y, kept); break;
            case DType.Float64: ReduceTo<TOp, double>(op, y, kept); break;
            case DType.Int32: ReduceTo<TOp, int>(op, y, kept); break;
            default: throw NotForBool(TOp.Name, InsteadOf<TOp>());
        }
        return y.From(op, TOp.Name, this);
    }

    // What is asked of truth values has names of its own.
    private static string InsteadOf<TOp>()
        where TOp : struct, IReduction =>
        typeof(TOp) == typeof(Sum) ? "use CountNonZero"
        : typeof(TOp) == typeof(Max) ? "use Any"
        : typeof(TOp) == typeof(Min) || typeof(TOp) == typeof(Prod) ? "use All"
        : "convert with .To(DType.Int32)";

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReduceTo<TOp, T>(TOp op, Tensor y, Layout kept)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        RequireValid();
        var from = new View<T>(Buffer, _layout);
        var to = new View<T>(y.Buffer, kept);
        Device.Reduce(op, from, to);
    }

    private Tensor ArgReduce<TOp>(TOp op, int axis, bool keepDims)
        where TOp : struct, IArgReduction
    {
        axis = Shape.AxisIndex(axis, TOp.Name);
        RequireElements(axis, TOp.Name);
        Tensor y = Empty(Shape.With(axis, 1), DType.Int32, Device);
        switch (DType)
        {
            case DType.Float32: Device.ArgReduce(op, ReadView<float>(), axis, y.ReadView<int>()); break;
            case DType.Float64: Device.ArgReduce(op, ReadView<double>(), axis, y.ReadView<int>()); break;
            case DType.Int32: Device.ArgReduce(op, ReadView<int>(), axis, y.ReadView<int>()); break;
            default: throw NotForBool(TOp.Name);
        }
        y = y.From(op, TOp.Name, this);
        return keepDims ? y : y.Squeeze(axis);
    }
}
