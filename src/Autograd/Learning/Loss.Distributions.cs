using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

// Losses on distributions given by their logarithms.
public static partial class Loss
{
    /// <summary>The mean of -ln p[label] over the examples, in nats, for log-probabilities as <see cref="Tensor.LogSoftMax(int)"/> gives them. From
    /// logits, <see cref="CrossEntropy(Tensor, Tensor)"/> does both in one pass.</summary>
    /// <param name="logProbabilities">[..., classes]; that their exponentials add up to 1 is not checked.</param>
    /// <param name="labels">int32 [...].</param>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or a label is no class.</exception>
    public static Tensor NegativeLogLikelihood(Tensor logProbabilities, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(logProbabilities);
        ArgumentNullException.ThrowIfNull(labels);
        if (logProbabilities.Rank == 0) throw new TensorException("negative log-likelihood: the log-probabilities are a single number; they must be [..., classes]");
        RequireLabels("negative log-likelihood", logProbabilities, labels);
        return -logProbabilities.Gather(labels.Unsqueeze(-1), -1).Mean();
    }

    /// <summary>The mean over the examples of KL(p‖q) = Σ p·(ln p - ln q), in nats; 0 only where the two are the same. Gradients flow into both;
    /// stop them at the one that is a target.</summary>
    /// <param name="logP">ln p, [..., classes]; -∞ for a class that p rules out, which then counts for nothing.
    /// That the probabilities add up to 1 is not checked, here and in q: of others the sum may be negative.</param>
    /// <param name="logQ">ln q, in the same shape.</param>
    /// <exception cref="TensorException">Shapes or dtypes differ.</exception>
    public static Tensor KullbackLeibler(Tensor logP, Tensor logQ)
    {
        RequireAlike("kullback-leibler", logP, logQ, "logarithms of p", "logarithms of q");
        if (logP.Rank == 0) throw new TensorException("kullback-leibler: the log-probabilities are a single number; they must be [..., classes]");
        Tensor ratio = Tensor.Where(logP.Greater(double.NegativeInfinity), logP - logQ, Tensor.Scalar(0, logP.DType, logP.Device));
        return (logP.Exp() * ratio).Sum(-1).Mean();
    }

    /// <summary>The mean cross-entropy with targets (1 - s)·(1 at the label) + s / classes, in nats: label smoothing (Szegedy et al. 2016, sec. 7).</summary>
    /// <param name="logits">[..., classes].</param>
    /// <param name="labels">int32 [...].</param>
    /// <param name="smoothing">s, from 0 to 1.</param>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, a label is no class, or the smoothing is not from 0 to 1.</exception>
    public static Tensor SmoothedCrossEntropy(Tensor logits, Tensor labels, double smoothing)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        if (smoothing is not (>= 0 and <= 1)) throw new TensorException(FormattableString.Invariant($"label smoothing: {smoothing} is not from 0 to 1"));
        if (logits.Rank == 0) throw new TensorException("label smoothing: the logits are a single number; they must be [..., classes]");
        RequireLabels("label smoothing", logits, labels);
        Tensor sharp = CrossEntropy(logits, labels);
        return smoothing == 0 ? sharp : (1 - smoothing) * sharp - smoothing * logits.LogSoftMax().Mean();
    }
}
