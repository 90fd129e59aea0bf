namespace DeepPuzzles.Tensors;

// What stands at a share of the way through sorted elements; between two of them, on the line from one to the other.
public sealed partial class Tensor
{
    /// <summary>The number below which a share q of the elements along an axis lies, linear between the two nearest of them, as NumPy's default; NaN
    /// where one is NaN. float32 and float64.</summary>
    /// <param name="q">From 0, the smallest, to 1, the largest.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">True to keep the axis as 1.</param>
    /// <exception cref="TensorException">q is not from 0 to 1; the axis is empty or does not exist; the dtype is no float.</exception>
    public Tensor Quantile(double q, int axis, bool keepDims = false) => Quantile(q, [axis], keepDims);

    /// <summary>The quantile of the elements over several axes together.</summary>
    /// <param name="q">From 0, the smallest, to 1, the largest.</param>
    /// <param name="axes">The axes; none named twice.</param>
    /// <param name="keepDims">True to keep them as 1.</param>
    /// <exception cref="TensorException">q is not from 0 to 1; an axis is empty, does not exist or is named twice; the dtype is no float.</exception>
    public Tensor Quantile(double q, ReadOnlySpan<int> axes, bool keepDims = false) => Quantiles("quantile", [q], axes, keepDims)[0];

    /// <summary>The quantile of all elements, shape [].</summary>
    public Tensor Quantile(double q) => Quantile(q, AllAxes(stackalloc int[Rank]));

    /// <summary>Several quantiles along an axis, sorted once: as in NumPy the result has a first axis for the q, before those that are left.</summary>
    /// <param name="q">Each from 0, the smallest, to 1, the largest; at least one.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="keepDims">True to keep the axis as 1.</param>
    /// <exception cref="TensorException">There is no q, or one not from 0 to 1; the axis is empty or does not exist; the dtype is no float.</exception>
    public Tensor Quantile(ReadOnlySpan<double> q, int axis, bool keepDims = false) => Quantile(q, [axis], keepDims);

    /// <summary>Several quantiles of the elements over several axes together, with a first axis for the q.</summary>
    /// <param name="q">Each from 0, the smallest, to 1, the largest; at least one.</param>
    /// <param name="axes">The axes; none named twice.</param>
    /// <param name="keepDims">True to keep them as 1.</param>
    /// <exception cref="TensorException">There is no q, or one not from 0 to 1; an axis is empty, does not exist or is named twice; the dtype is no
    /// float.</exception>
    public Tensor Quantile(ReadOnlySpan<double> q, ReadOnlySpan<int> axes, bool keepDims = false) => q.Length > 0
        ? Stack("quantile", Quantiles("quantile", q, axes, keepDims), 0)
        : throw new TensorException($"quantile: no q was given for {Shape}; each goes from 0 to 1");

    /// <summary>Several quantiles of all elements, a vector.</summary>
    public Tensor Quantile(ReadOnlySpan<double> q) => Quantile(q, AllAxes(stackalloc int[Rank]));

    /// <summary>The middle element along an axis, or the mean of the middle two, as NumPy; NaN where one is NaN. float32 and float64.</summary>
    public Tensor Median(int axis, bool keepDims = false) => Median([axis], keepDims);

    /// <summary>The median over several axes together.</summary>
    public Tensor Median(ReadOnlySpan<int> axes, bool keepDims = false) => Quantiles("median", [0.5], axes, keepDims)[0];

    /// <summary>The median of all elements, shape [].</summary>
    public Tensor Median() => Median(AllAxes(stackalloc int[Rank]));

    private Tensor[] Quantiles(string op, ReadOnlySpan<double> q, ReadOnlySpan<int> axes, bool keepDims)
    {
        RequireFloat(op).RequireElements(axes, op);
        foreach (double share in q)
        {
            if (!(share >= 0 && share <= 1)) throw new TensorException(FormattableString.Invariant($"{op}: q is {share}; it goes from 0 to 1"));
        }
        int[] order = RowsLast(axes, op);
        Tensor sorted = Merge(order, axes.Length).Sort();
        var found = new Tensor[q.Length];
        for (int i = 0; i < found.Length; i++) found[i] = Folded(sorted.OfSorted(q[i]), order.AsSpan(Rank - axes.Length), keepDims);
        return found;
    }

    // Of rows in order; where a row holds NaN, its last is one.
    private Tensor OfSorted(double q)
    {
        int size = Shape[-1];
        double place = q * (size - 1);
        int below = (int)place;
        double share = DType == DType.Float32 ? (float)(place - below) : place - below;
        Tensor last = Along(Rank - 1, size - 1, 1), low = Along(Rank - 1, below, 1);
        Tensor y = share == 0 ? low : Between(low, Along(Rank - 1, below + 1, 1), share);
        return Where(last.IsNaN(), last, y).Squeeze(-1);
    }

    private void RequireElements(ReadOnlySpan<int> axes, string op)
    {
        AxisSet(axes, op);
        foreach (int axis in axes) RequireElements(Shape.AxisIndex(axis, op), op);
    }

    // The axis counts from the first.
    private void RequireElements(int axis, string op)
    {
        if (_layout.Sizes[axis] == 0) throw new TensorException($"{op}: axis {axis} of {Shape} is empty, so there is nothing to choose from");
    }

    // From one number to another. The first form gives equal numbers back as they are; their distance is no number where one of them is infinite or
    // both are huge, and there the second form is as good as it can be.
    private static Tensor Between(Tensor low, Tensor high, double share)
    {
        Tensor distance = high - low;
        return Where(distance.IsFinite(), low + distance * share, low * (1 - share) + high * share);
    }
}
