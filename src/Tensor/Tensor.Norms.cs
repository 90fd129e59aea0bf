namespace DeepPuzzles.Tensors;

// How long the elements are, taken together as one vector.
public sealed partial class Tensor
{
    /// <summary>The norm of the elements over axes as one vector: (Σ|x|^p)^(1/p) for order p, so √Σx² for 2 and Σ|x| for 1; the largest |x| for ∞, the
    /// smallest for -∞; the number of elements that are not 0 for 0. Two axes are one vector too, as in PyTorch's vector_norm: norms of matrices have
    /// their own names. Elements that are 0 get the gradient 0, whatever the order, and so do all where the norm is 0: of all subgradients there, the
    /// smallest. The powers are not scaled: in float32 squares overflow for |x| beyond 1e19, in float64 beyond 1e154.</summary>
    /// <param name="axes">The axes; none named twice.</param>
    /// <param name="keepDims">True to keep them as 1.</param>
    /// <param name="order">p; not NaN.</param>
    /// <exception cref="TensorException">The order is NaN, or infinite where there are no elements; an axis does not exist or is named twice; the dtype is
    /// no float.</exception>
    public Tensor Norm(ReadOnlySpan<int> axes, bool keepDims = false, double order = 2)
    {
        RequireFloat("norm").AxisSet(axes, "norm");
        if (double.IsInfinity(order)) RequireElements(axes, "norm");
        return order switch
        {
            double.NaN => throw new TensorException($"norm: the order of {Shape} is NaN; it must be a number or infinite"),
            0 => Abs().Sign().MaskedFill(IsNaN(), 1).Sum(axes, keepDims),
            1 => Abs().Sum(axes, keepDims),
            2 => Root(Square().Sum(axes, keepDims)),
            double.PositiveInfinity => Abs().Max(axes, keepDims),
            double.NegativeInfinity => Abs().Min(axes, keepDims),
            _ => PowerFrom0(Powers(order).Sum(axes, keepDims), 1 / order),
        };
    }

    /// <summary>The norm over one axis, which stands first here as everywhere: <c>x.Norm(1)</c> is the 2-norm over axis 1, <c>x.Norm(order: 1)</c> the
    /// 1-norm of all.</summary>
    public Tensor Norm(int axis, bool keepDims = false, double order = 2) => Norm([axis], keepDims, order);

    /// <summary>The norm of all elements as one vector, shape [], or 1 along each axis if they are kept.</summary>
    public Tensor Norm(bool keepDims = false, double order = 2) => Norm(AllAxes(stackalloc int[Rank]), keepDims, order);

    // An even power is smooth at 0 as it is.
    private Tensor Powers(double p) => p > 0 && double.IsEvenInteger(p) ? Pow(p) : PowerFrom0(Abs(), p);

    // x^p of numbers that are not negative, flat at 0: there the derivative is infinite, or a multiple of one that is.
    private static Tensor PowerFrom0(Tensor x, double p)
    {
        if (!x.IsTracked) return x.Pow(p);
        Tensor zero = x.Equal(0);
        return x.MaskedFill(zero, 1).Pow(p).MaskedFill(zero, p > 0 ? 0 : double.PositiveInfinity);
    }
}
