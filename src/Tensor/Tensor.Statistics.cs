namespace DeepPuzzles.Tensors;

// What sums, means and the largest tell of many numbers. Axes as in the reductions; each function is composed of ops and has no rule of its own.
public sealed partial class Tensor
{
    /// <summary>The variance Σ(x - μ)²/(n - correction) over axes, in two passes: the mean first, then the squares of the distances, so that a
    /// large mean costs no digits. NaN when there is nothing to average. float32 and float64.</summary>
    /// <param name="axes">The axes; none named twice.</param>
    /// <param name="keepDims">True to keep them as 1.</param>
    /// <param name="correction">What is taken off the number n of elements: 0, or 1 for the unbiased estimate (NumPy's ddof).</param>
    /// <exception cref="TensorException">An axis does not exist or is named twice; the dtype is no float.</exception>
    public Tensor Variance(ReadOnlySpan<int> axes, bool keepDims = false, int correction = 0) => Variance("variance", axes, keepDims, correction);

    /// <summary>The variance over one axis.</summary>
    public Tensor Variance(int axis, bool keepDims = false, int correction = 0) => Variance([axis], keepDims, correction);

    /// <summary>The variance Σ(x - μ)²/n of all elements, shape [].</summary>
    public Tensor Variance() => Variance(AllAxes(stackalloc int[Rank]));

    /// <summary>The root of <see cref="Variance(ReadOnlySpan{int}, bool, int)"/>. Where the variance is 0, the gradient is 0 too.</summary>
    public Tensor StandardDeviation(ReadOnlySpan<int> axes, bool keepDims = false, int correction = 0) =>
        Root(Variance("standard deviation", axes, keepDims, correction));

    /// <summary>The standard deviation over one axis.</summary>
    public Tensor StandardDeviation(int axis, bool keepDims = false, int correction = 0) => StandardDeviation([axis], keepDims, correction);

    /// <summary>The standard deviation √(Σ(x - μ)²/n) of all elements, shape [].</summary>
    public Tensor StandardDeviation() => StandardDeviation(AllAxes(stackalloc int[Rank]));

    /// <summary>The number of elements over axes that are not 0 (NaN is not 0), as int32. Any dtype; no gradient.</summary>
    public Tensor CountNonZero(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        AxisSet(axes, "count non-zero");
        return StopGradient().To(DType.Bool).To(DType.Int32).Sum(axes, keepDims);
    }

    /// <summary>The number of elements over one axis that are not 0.</summary>
    public Tensor CountNonZero(int axis, bool keepDims = false) => CountNonZero([axis], keepDims);

    /// <summary>The number of all elements that are not 0, shape [].</summary>
    public Tensor CountNonZero() => CountNonZero(AllAxes(stackalloc int[Rank]));

    /// <summary>Whether an element over axes is true, or not 0 (NaN is not 0), as bool; false of nothing.</summary>
    public Tensor Any(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        AxisSet(axes, "any");
        return CountNonZero(axes, keepDims).Greater(0);
    }

    /// <summary>Whether an element over one axis is true.</summary>
    public Tensor Any(int axis, bool keepDims = false) => Any([axis], keepDims);

    /// <summary>Whether any element is true, shape [].</summary>
    public Tensor Any() => Any(AllAxes(stackalloc int[Rank]));

    /// <summary>Whether every element over axes is true, or not 0 (NaN is not 0), as bool; true of nothing.</summary>
    public Tensor All(ReadOnlySpan<int> axes, bool keepDims = false)
    {
        int gone = AxisSet(axes, "all");
        return CountNonZero(axes, keepDims).Equal(CountOver(gone));
    }

    /// <summary>Whether every element over one axis is true.</summary>
    public Tensor All(int axis, bool keepDims = false) => All([axis], keepDims);

    /// <summary>Whether every element is true, shape [].</summary>
    public Tensor All() => All(AllAxes(stackalloc int[Rank]));

    /// <summary>The position of the largest of all elements in row-major order, as int32; the first of equals. No gradient.</summary>
    public Tensor ArgMax() => Flatten().ArgMax(0);

    /// <summary>The position of the smallest of all elements in row-major order, as int32; the first of equals. No gradient.</summary>
    public Tensor ArgMin() => Flatten().ArgMin(0);

    private Tensor Variance(string op, ReadOnlySpan<int> axes, bool keepDims, int correction)
    {
        int gone = RequireFloat(op).AxisSet(axes, op);
        Tensor distance = this - Mean(axes, keepDims: true);
        return distance.Square().Sum(axes, keepDims) / Math.Max(CountOver(gone) - correction, 0);
    }

    // √x whose derivative at 0, in truth infinite, is 0: it would make NaN of the 0 that meets it.
    private static Tensor Root(Tensor x)
    {
        if (!x.IsTracked) return x.Sqrt();
        Tensor zero = x.Equal(0);
        return x.MaskedFill(zero, 1).Sqrt().MaskedFill(zero, 0);
    }

    // One bit for each axis named.
    private int AxisSet(ReadOnlySpan<int> axes, string op)
    {
        int set = 0;
        foreach (int named in axes)
        {
            int axis = Shape.AxisIndex(named, op);
            if ((set & (1 << axis)) != 0) throw new TensorException($"{op}: axis {axis} of {Shape} is named twice");
            set |= 1 << axis;
        }
        return set;
    }

    private int CountOver(int set)
    {
        int count = 1;
        for (int axis = 0; axis < Rank; axis++)
        {
            if ((set & (1 << axis)) != 0) count *= _layout.Sizes[axis];
        }
        return count;
    }
}
