namespace DeepPuzzles.Tensors;

// How often whole numbers occur.
public sealed partial class Tensor
{
    /// <summary>How often each whole number occurs in an int32 vector: element i counts the i, from 0 to the largest that is there, as NumPy's bincount. int32,
    /// [max(largest + 1, minLength)]. The largest is looked at, so that this is not for vectorised functions.</summary>
    /// <param name="minLength">How many counts there are at least.</param>
    /// <exception cref="TensorException">This is no int32 vector, or has a negative number; minLength is negative.</exception>
    public Tensor BinCount(int minLength = 0)
    {
        int bins = Bins(minLength);
        return Ones(Shape, DType.Int32, Device).ScatterAdd(this, 0, bins);
    }

    /// <summary>The sum of the weights of each whole number in an int32 vector: element i adds up those that stand beside an i. In the dtype of the
    /// weights, [max(largest + 1, minLength)]; gradients flow to the weights.</summary>
    /// <param name="weights">A number for each element; float32, float64 or int32, which wraps.</param>
    /// <param name="minLength">How many sums there are at least.</param>
    /// <exception cref="TensorException">This is no int32 vector, or has a negative number; the weights have not its shape; minLength is negative.</exception>
    public Tensor BinCount(Tensor weights, int minLength = 0)
    {
        ArgumentNullException.ThrowIfNull(weights);
        int bins = Bins(minLength);
        if (weights.Shape != Shape) throw new TensorException($"bin count: weights {weights.Shape} do not match {Shape}; there must be one for each element");
        return weights.RequireNumbers("bin count").ScatterAdd(this, 0, bins);
    }

    private int Bins(int minLength)
    {
        if (DType != DType.Int32 || Rank != 1) throw new TensorException($"bin count: {DType.Name()} {Shape} is no int32 vector; use .Flatten() and .To(DType.Int32)");
        if (minLength < 0) throw new TensorException($"bin count: a length of at least {minLength}; it must be 0 or more");
        if (Count == 0) return minLength;
        int lowest = (int)Min().Item();
        long bins = (long)Max().Item() + 1;
        if (lowest < 0) throw new TensorException($"bin count: {lowest} in {Shape}; only whole numbers from 0 on are counted");
        return bins > int.MaxValue ? throw new TensorException($"bin count: {bins} counts; an axis has at most {int.MaxValue}") : Math.Max(minLength, (int)bins);
    }
}
