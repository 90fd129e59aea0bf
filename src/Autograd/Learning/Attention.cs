using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Attention as a function: no parameters.</summary>
public static class Attention
{
    /// <summary>softmax(Q·Kᵀ / √d)·V: each query takes the mean of the values, weighted by how its product with their keys compares (Vaswani et
    /// al. 2017, eq. 1). Leading axes, examples and heads, broadcast.</summary>
    /// <param name="queries">Q, [..., m, d].</param>
    /// <param name="keys">K, [..., n, d].</param>
    /// <param name="values">V, [..., n, e].</param>
    /// <param name="mask">bool, broadcasts to [..., m, n]: true where a query may look at a key; null for everywhere. A query that may look at
    /// nothing gets zeros.</param>
    /// <param name="causal">True lets query i look at keys 0 to i only: what comes later takes no part, not even in the last bit.</param>
    /// <returns>[..., m, e].</returns>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or the mask is not bool.</exception>
    public static Tensor ScaledDotProduct(Tensor queries, Tensor keys, Tensor values, Tensor? mask = null, bool causal = false)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(values);
        if (queries.Rank < 2 || keys.Rank < 2 || values.Rank < 2 || queries.Shape[-1] != keys.Shape[-1] || keys.Shape[-2] != values.Shape[-2])
            throw new TensorException($"attention: queries {queries.Shape}, keys {keys.Shape} and values {values.Shape} are not [..., m, d], [..., n, d] and [..., n, e]");
        if (mask is not null && mask.DType != DType.Bool) throw new TensorException($"attention: the mask {mask.Shape} is {mask.DType.Name()}, not bool; it is true where a query may look at a key");
        Tensor scores = (queries * (1 / Math.Sqrt(queries.Shape[-1]))).MatMul(keys.Transpose());
        if (mask is not null && !Fits(mask, scores)) throw new TensorException($"attention: the mask {mask.Shape} does not broadcast to the scores {scores.Shape}; an axis of it is 1 or that of the scores");
        if (causal)
        {
            Tensor past = Tensor.Arange(scores.Shape[-2], device: scores.Device).Unsqueeze(1).GreaterOrEqual(Tensor.Arange(scores.Shape[-1], device: scores.Device));
            mask = mask is null ? past : mask & past;
        }
        if (mask is null) return scores.SoftMax().MatMul(values);
        Tensor Only(Tensor x, double otherwise) => Tensor.Where(mask, x, Tensor.Scalar(otherwise, x.DType, x.Device));

        // A row of -∞ alone is NaN after softmax; the second choice makes it 0 and lets no gradient out of it.
        return Only(Only(scores, double.NegativeInfinity).SoftMax(), 0).MatMul(values);
    }

    // The scores themselves stay as they are.
    private static bool Fits(Tensor mask, Tensor scores) =>
        mask.Rank <= scores.Rank && Enumerable.Range(1, mask.Rank).All(axis => mask.Shape[-axis] == 1 || mask.Shape[-axis] == scores.Shape[-axis]);
}
