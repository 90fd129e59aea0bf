using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>The Fisher information itself: the mean over the images, or <see cref="FisherEstimator.Examples"/> of them, of the sum over all labels, each with its
/// probability: Σ_c p_c·(∂ ln p_c / ∂θ)². No label is drawn and none is looked at.</summary>
public sealed class ExactFisher : FisherEstimator
{
    /// <inheritdoc/>
    public override string Name => Examples == int.MaxValue ? "exact" : $"exact on {Examples}";

    private protected override void Add(ParameterState sum, IExampleGradients gradients, Tensor labels, IReadOnlyList<int> outputs, RandomStream random)
    {
        Tensor p = Probabilities(gradients, outputs);
        foreach (int unit in outputs)
        {
            using var scope = MemoryScope.Open();
            Tensor label = Tensor.Full(labels.Shape, unit, DType.Int32, labels.Device);
            Accumulate(sum, gradients.Squares(Slope(p, label, p[.., unit].Sqrt())));
        }
    }
}

/// <summary>One label for each image, drawn as the network gives it probability. Its mean over draws is <see cref="ExactFisher"/>.</summary>
public sealed class SampledFisher : FisherEstimator
{
    /// <inheritdoc/>
    public override string Name => "sampled labels";

    private protected override void Add(ParameterState sum, IExampleGradients gradients, Tensor labels, IReadOnlyList<int> outputs, RandomStream random)
    {
        Tensor p = Probabilities(gradients, outputs);
        double[] all = p.To(DType.Float64).ToArray<double>(), drawn = random.HostUniform(labels.Count);
        int width = p.Shape[1];
        int[] units = [.. drawn.Select((share, row) => Draw(all.AsSpan(row * width, width), share))];
        Accumulate(sum, gradients.Squares(Slope(p, Tensor.From(units, labels.Shape, labels.Device))));
    }

    // The unit at which the sum of the probabilities passes the share; the last one with a probability where rounding leaves the sum short of it.
    private static int Draw(ReadOnlySpan<double> p, double share)
    {
        int last = 0;
        for (int unit = 0; unit < p.Length; unit++)
        {
            if (p[unit] <= 0) continue;
            last = unit;
            if ((share -= p[unit]) < 0) break;
        }
        return last;
    }
}

/// <summary>The true label of each image: the "empirical Fisher", which is no Fisher information; it goes to 0 with the training loss, where the network's own
/// labels would not.</summary>
public sealed class EmpiricalFisher : FisherEstimator
{
    /// <inheritdoc/>
    public override string Name => "empirical";

    private protected override void Add(ParameterState sum, IExampleGradients gradients, Tensor labels, IReadOnlyList<int> outputs, RandomStream random) =>
        Accumulate(sum, gradients.Squares(Slope(Probabilities(gradients, outputs), labels)));
}

/// <summary>The square of a batch's mean gradient with the true labels, averaged over batches, as in the programs of Serrà et al. (batches of 20) and of Avalanche.
/// Squares of means are no means of squares: gradients of different signs cancel, and near a minimum it is too small by about the batch size. Here to be
/// compared with.</summary>
public sealed class BatchedFisher : FisherEstimator
{
    /// <summary>Examples in a batch; 1 gives the <see cref="EmpiricalFisher"/>.</summary>
    public int BatchSize { get; init; } = 20;

    /// <inheritdoc/>
    public override string Name => $"batches of {BatchSize}";

    private protected override int ChunkOf(int examples) =>
        BatchSize >= 1 ? BatchSize : throw new TensorException($"fisher information: a batch of {BatchSize} examples; it takes at least 1");

    private protected override double CountOf(int examples, int chunks) => chunks;

    private protected override void Add(ParameterState sum, IExampleGradients gradients, Tensor labels, IReadOnlyList<int> outputs, RandomStream random) =>
        Accumulate(sum, gradients.SquareOfSum(Slope(Probabilities(gradients, outputs), labels) * (1.0 / labels.Count)));
}
