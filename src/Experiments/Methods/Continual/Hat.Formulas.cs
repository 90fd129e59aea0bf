using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

// The equations that are no hooks.
public sealed partial class Hat
{
    /// <summary>e is kept in ±6, beyond which σ(e) hardly changes, so that a unit that is off can come on again (as in the authors' program).</summary>
    public const double LargestEmbedding = 6;

    // Where cosh would leave the range of float32, from 89 on.
    private const double LargestArgument = 50;

    /// <summary>R: the share of what former tasks left that a task takes, Σ a·(1 - a^{&lt;t}) / Σ (1 - a^{&lt;t}); 0 where nothing is left.</summary>
    /// <param name="attention">a, for each hidden layer [units]; differentiable.</param>
    /// <param name="taken">a^{&lt;t}, likewise.</param>
    public static Tensor NewlyTaken(IReadOnlyList<Tensor> attention, IReadOnlyList<Tensor> taken)
    {
        ArgumentNullException.ThrowIfNull(attention);
        ArgumentNullException.ThrowIfNull(taken);
        Tensor[] left = [.. taken.Select(of => 1 - of)];
        double all = left.Sum(layer => layer.Sum().Item());
        Tensor used = attention.Zip(left, (a, free) => (a * free).Sum()).Aggregate((sum, layer) => sum + layer);
        return all > 0 ? used / all : used * 0;
    }

    /// <summary>The gradient of e as if it had come through σ(e) instead of σ(s·e), and s_max times as large: q·(s_max/s)·(cosh(s·e) + 1)/(cosh(e) + 1). With s large all but
    /// a few σ(s·e) have a slope of about 0, and their e would never move.</summary>
    /// <param name="gradient">q, of the loss with its regulariser with respect to e.</param>
    /// <param name="embedding">e, in q's shape.</param>
    /// <param name="scale">s, above 0.</param>
    /// <param name="largestScale">s_max.</param>
    public static Tensor Compensated(Tensor gradient, Tensor embedding, double scale, double largestScale)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(embedding);
        Tensor steep = (embedding * scale).Clamp(-LargestArgument, LargestArgument).Cosh() + 1;
        return gradient * steep / (embedding.Cosh() + 1) * (largestScale / scale);
    }

    private double ScaleNow(Learner learner) => Scale(largestScale, learner.Batch, learner.Batches);

    private Tensor[] Attention(int task, double scale) => _embeddings.Length == 0 ? throw Unbegun()
        : (uint)task < (uint)_embeddings.Length ? Array.ConvertAll(_embeddings[task], embedding => (embedding.Value * scale).Sigmoid())
        : throw new TensorException($"HAT: attention to task {task} of {_embeddings.Length}; they count from 0");

    private static double Mean(IReadOnlyList<Tensor> layers)
    {
        using var scope = MemoryScope.Open();
        return layers.Sum(layer => layer.Sum().Item()) / layers.Sum(layer => layer.Count);
    }

    private static TensorException Unbegun() => new("HAT: no run has begun, so there are no embeddings; pass it to a Learner first");
}
