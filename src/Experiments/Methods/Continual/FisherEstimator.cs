using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>The diagonal of the Fisher information of a classifier: for each parameter the mean over images x, and over labels y as the network itself gives them
/// probability, of (∂ ln p(y|x) / ∂θ)²: how much the answers change with it. Published programs estimate it in ways that differ by much more than noise; see
/// <see cref="ExactFisher"/>, <see cref="SampledFisher"/>, <see cref="EmpiricalFisher"/>, <see cref="BatchedFisher"/>.</summary>
/// <remarks>A network with a backward rule of its own (<see cref="Differentiation.CustomGradient(Func{Tensor, Tensor}, Func{Tensor, Tensor, Tensor, Tensor})"/>, feedback alignment) is taken at that rule's
/// word: where it does not give the gradient, what comes out is not the Fisher information.</remarks>
public abstract class FisherEstimator
{
    private const int LargestChunk = 256;

    /// <summary>For tables and figures.</summary>
    public abstract string Name { get; }

    /// <summary>So many examples at most, drawn without replacement; all by default.</summary>
    public int Examples { get; init; } = int.MaxValue;

    /// <summary>The Fisher information at the network's present parameters, in the network's dtype. A perceptron takes one matrix product for a layer and a label
    /// (<see cref="SquaredGradients"/>), another network a gradient per example.</summary>
    /// <param name="net">The network, as it answers at test.</param>
    /// <param name="images">[n, ...].</param>
    /// <param name="labels">int32 [n]: output units; for those estimators that look at them.</param>
    /// <param name="outputs">The units among which it chooses.</param>
    /// <param name="random">For what is drawn.</param>
    /// <param name="gates">On the hidden units of a perceptron; null for none.</param>
    /// <exception cref="TensorException">There is no image, or no example shall count; or there are gates, and the network is no perceptron.</exception>
    public ParameterState Of(Module net, Tensor images, Tensor labels, IReadOnlyList<int> outputs, RandomStream random, IReadOnlyList<Tensor>? gates = null)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(random);
        int all = images.Shape[0];
        if (all == 0 || Examples < 1) throw new TensorException($"fisher information: {Examples} of {all} examples; both are at least 1");
        if (gates is not null) _ = Gating.Perceptron(net, "Fisher information behind gates");
        int[] rows = Examples < all ? random.Permutation(all)[..Examples] : [.. Enumerable.Range(0, all)];
        var sum = new ParameterState(net.Parameters);
        int[][] chunks = [.. rows.Chunk(ChunkOf(rows.Length))];
        foreach (int[] chunk in chunks)
        {
            using var scope = MemoryScope.Open();
            Tensor some = images.Rows(chunk);
            IExampleGradients gradients = net is Mlp perceptron ? new DenseGradients(new SquaredGradients(perceptron, some, gates), net.Parameters) : new AnyGradients(net.ForEvaluation(), net.Parameters, some);
            Add(sum, gradients, labels.Rows(chunk), outputs, random);
        }
        double count = CountOf(rows.Length, chunks.Length);
        sum.Update((_, squares) => squares * (1 / count));
        return sum;
    }

    private protected virtual int ChunkOf(int examples) => LargestChunk;

    private protected virtual double CountOf(int examples, int chunks) => examples;

    private protected abstract void Add(ParameterState sum, IExampleGradients gradients, Tensor labels, IReadOnlyList<int> outputs, RandomStream random);

    /// <summary>The gradient of -ln p(label) at the logits, times a factor per example: p - 1 at the label.</summary>
    private protected static Tensor Slope(Tensor probabilities, Tensor labels, Tensor? factor = null)
    {
        Tensor slope = probabilities - Tensor.OneHot(labels, probabilities.Shape[1], probabilities.DType);
        return factor is null ? slope : slope * factor.Unsqueeze(-1);
    }

    private protected static void Accumulate(ParameterState sum, IReadOnlyList<Tensor> squares)
    {
        IReadOnlyList<Parameter> parameters = sum.Parameters;
        for (int i = 0; i < squares.Count; i++) sum[parameters[i]] = sum[parameters[i]] + squares[i];
    }

    private protected static Tensor Probabilities(IExampleGradients gradients, IReadOnlyList<int> outputs)
    {
        using Tracking.Scope pause = Tracking.Pause();
        return Learner.Only(gradients.Logits.StopGradient(), outputs).SoftMax();
    }
}
