namespace DeepPuzzles.Tensors;

// What stands at a share of the way through sorted elements; between two of them, on the line from one to the other.
public sealed partial class Tensor
{
    /// <summary>The number below which a share q of the elements along an axis lies, linear between the two nearest of them, as NumPy's default; NaN
    /// where one is NaN. float32 and float64.</summary>
    /// <param name="q">From 0, the smallest, to 1, the largest.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">True to keep the axis as 1.</param>
    /// <exception cref="TensorException">q is not from 0 to 1, or the axis is empty.</exception>
    public Tensor Quantile(double q, int axis, bool keepDims = false)
    {
        RequireQuantile(q, [axis]);
        int size = Shape[axis];
        Tensor sorted = Sort(axis);
        double place = q * (size - 1);
        int below = (int)place;
        double share = DType == DType.Float32 ? (float)(place - below) : place - below;
        Tensor At(int i) => sorted.Take(Stretch(Shape, Shape.AxisIndex(axis, "quantile"), i, 1));
        Tensor last = At(size - 1), low = At(below), y = share == 0 ? low : Between(low, At(below + 1), share);
        return Kept(Where(last.IsNaN(), last, y), axis, keepDims);
    }

    /// <summary>The quantile of the elements over several axes together.</summary>
    /// <param name="q">From 0, the smallest, to 1, the largest.</param>
    /// <param name="axes">The axes; none named twice.</param>
    /// <param name="keepDims">True to keep them as 1.</param>
    /// <exception cref="TensorException">q is not from 0 to 1; an axis is empty, does not exist or is named twice; the dtype is no float.</exception>
    public Tensor Quantile(double q, ReadOnlySpan<int> axes, bool keepDims = false)
    {
        RequireQuantile(q, axes);
        int[] order = RowsLast(axes, "quantile");
        return Folded(Merge(order, axes.Length).Quantile(q, -1), order.AsSpan(Rank - axes.Length), keepDims);
    }

    /// <summary>The quantile of all elements, shape [].</summary>
    public Tensor Quantile(double q) => Quantile(q, AllAxes(stackalloc int[Rank]));

    /// <summary>The middle element along an axis, or the mean of the middle two, as NumPy; NaN where one is NaN. float32 and float64.</summary>
    public Tensor Median(int axis, bool keepDims = false) => Quantile(0.5, axis, keepDims);

    /// <summary>The median over several axes together.</summary>
    public Tensor Median(ReadOnlySpan<int> axes, bool keepDims = false) => Quantile(0.5, axes, keepDims);

    /// <summary>The median of all elements, shape [].</summary>
    public Tensor Median() => Quantile(0.5);

    private void RequireQuantile(double q, ReadOnlySpan<int> axes)
    {
        RequireFloat("quantile").RequireElements(axes, "quantile");
        if (!(q >= 0 && q <= 1)) throw new TensorException(FormattableString.Invariant($"quantile: q is {q}; it goes from 0 to 1"));
    }

    private void RequireElements(ReadOnlySpan<int> axes, string op)
    {
        AxisSet(axes, op);
        foreach (int axis in axes)
        {
            if (Shape[axis] == 0) throw new TensorException($"{op}: axis {Shape.AxisIndex(axis, op)} of {Shape} is empty, so there is nothing to choose from");
        }
    }

    // From one number to another. The first form gives equal numbers back as they are; their distance is no number where one of them is infinite or
    // both are huge, and there the second form is as good as it can be.
    private static Tensor Between(Tensor low, Tensor high, double share)
    {
        Tensor distance = high - low;
        return Where(distance.IsFinite(), low + distance * share, low * (1 - share) + high * share);
    }
}
