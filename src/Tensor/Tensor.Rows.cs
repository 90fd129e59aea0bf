using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

// The softmax family and normalisation: each row along an axis is computed while it is in cache.
public sealed partial class Tensor
{
    /// <summary>e^x / Σ e^x along an axis: positive numbers that add to 1. A row of -∞ alone, or with +∞ or NaN in it, gives NaN throughout.</summary>
    public Tensor SoftMax(int axis = -1)
    {
        (Tensor x, int from) = RowsAlong(axis, Kernels.SoftMax.Name);
        return x.MapRows<SoftMax, Max>(default).Back(from);
    }

    /// <summary>x - ln Σ e^x along an axis: the logarithm of <see cref="SoftMax(int)"/>. The largest element is taken from x too, so that elements
    /// near ±1e4 keep the digits of their differences. A row of -∞ alone, or with +∞ or NaN in it, gives NaN throughout.</summary>
    public Tensor LogSoftMax(int axis = -1)
    {
        (Tensor x, int from) = RowsAlong(axis, Kernels.LogSoftMax.Name);
        return x.MapRows<LogSoftMax, Max>(default).Back(from);
    }

    /// <summary>ln Σ e^x over an axis, without overflow: the largest element is taken out first.</summary>
    public Tensor LogSumExp(int axis, bool keepDims = false)
    {
        (Tensor x, int from) = RowsAlong(axis, Kernels.LogSumExp.Name, mayBeEmpty: false);
        Tensor y = x.FoldRows<LogSumExp, Max>(default);
        return from == Rank - 1 && !keepDims ? y : Kept(y.Unsqueeze(-1).Back(from), axis, keepDims);
    }

    /// <summary>(x - μ) / √(σ² + ε) along an axis, with the mean μ and the variance σ² = Σ(x - μ)²/n of each row.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="epsilon">ε, keeps the division finite.</param>
    public Tensor Standardise(int axis = -1, double epsilon = 1e-5)
    {
        (Tensor x, int from) = RowsAlong(axis, Kernels.Standardise.Name);
        return x.MapRows<Standardise, Sum>(new(epsilon)).Back(from);
    }

    /// <summary>1 / √(σ² + ε) over an axis, with the variance σ² = Σ(x - μ)²/n of each row: the factor of <see cref="Standardise"/>.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="epsilon">ε, keeps the division finite.</param>
    /// <param name="keepDims">True to keep the axis as 1.</param>
    public Tensor InverseDeviation(int axis = -1, double epsilon = 1e-5, bool keepDims = false)
    {
        (Tensor x, int from) = RowsAlong(axis, Kernels.InverseDeviation.Name, mayBeEmpty: false);
        return Kept(x.FoldRows<InverseDeviation, Sum>(new(epsilon)).Unsqueeze(-1).Back(from), axis, keepDims);
    }

    /// <summary>Layer normalisation over the last axis (Ba, Kiros and Hinton 2016): scale·(x - μ)/√(σ² + ε) + shift.</summary>
    /// <param name="scale">A factor for each element of a row, shape [n].</param>
    /// <param name="shift">What is added to each, shape [n].</param>
    /// <param name="epsilon">ε, keeps the division finite.</param>
    /// <exception cref="TensorException">Scale or shift is not [n], or dtypes differ.</exception>
    public Tensor LayerNorm(Tensor scale, Tensor shift, double epsilon = 1e-5)
    {
        (_, _) = (Given(scale), Given(shift));
        if (RequireFloat("layer norm").Rank == 0) throw new TensorException("layer norm: a single number has no rows; it must be [..., n]");
        Shape row = [Shape[-1]];
        if (scale.Shape != row || shift.Shape != row)
            throw new TensorException($"layer norm: scale {scale.Shape} and shift {shift.Shape} do not fit rows of {Shape}; both must be {row}");
        RequireSame("layer norm", this, scale);
        RequireSame("layer norm", this, shift);
        return Standardise(-1, epsilon) * scale + shift;
    }

    /// <summary>-ln softmax(x) at the label of each row along the last axis, or -Σ t·ln softmax(x) for a row t of targets, in nats; the last axis
    /// goes. A logit of -∞ counts for nothing where its target is 0.</summary>
    /// <param name="targets">int32 labels, one for each row, or targets in the shape and dtype of x.</param>
    /// <exception cref="TensorException">A label is no class; shapes or dtypes do not fit.</exception>
    public Tensor CrossEntropy(Tensor targets) => FoldRows<CrossEntropy, Max>(default, Given(targets));

    private (Tensor Rows, int From) RowsAlong(int axis, string op, bool mayBeEmpty = true)
    {
        axis = RequireFloat(op).Shape.AxisIndex(axis, op);
        if (!mayBeEmpty && Shape.Sizes[axis] == 0) throw new TensorException($"{op}: axis {axis} of {Shape} is empty, so there is nothing to fold");
        return (axis == Rank - 1 ? this : Transpose(axis, -1), axis);
    }

    private Tensor Back(int axis) => axis == Rank - 1 ? this : Transpose(axis, -1);

    private static Tensor Kept(Tensor y, int axis, bool keepDims) => keepDims ? y : y.Squeeze(axis);
}
