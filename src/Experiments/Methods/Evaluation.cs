using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods;

/// <summary>What a classifier makes of more inputs than fit into memory at once: in batches, without recording. It takes functions and not modules, so
/// that whatever stands before or behind a net is evaluated with it.</summary>
/// <example><code>
/// double accuracy = Evaluation.Accuracy(net.Forward, test, labels);
/// double[] rms = Evaluation.Each(images, some => (net.Forward(some) - some).Square().Mean(1).Sqrt().To(DType.Float64).ToArray&lt;double&gt;());
/// </code></example>
public static class Evaluation
{
    private const int BatchSize = 500;

    /// <summary>Something for each input, in their order.</summary>
    /// <param name="inputs">[n, ...].</param>
    /// <param name="of">From some of them, [m, ...], to m values, or to as many as it likes: they are put one behind another.</param>
    /// <param name="batchSize">The most that it gets at once.</param>
    /// <exception cref="TensorException">A single number has no axis of inputs, or a batch size is below 1.</exception>
    public static T[] Each<T>(Tensor inputs, Func<Tensor, IEnumerable<T>> of, int batchSize = BatchSize)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(of);
        if (inputs.Rank == 0) throw new TensorException("evaluation: a single number has no axis of inputs");
        using Tracking.Scope pause = Tracking.Pause();
        var all = new List<T>(inputs.Shape[0]);
        foreach (int[] batch in Batches.InOrder(inputs.Shape[0], batchSize))
        {
            using var scope = MemoryScope.Open();
            all.AddRange(of(inputs[batch[0]..(batch[^1] + 1)]));
        }
        return [.. all];
    }

    /// <summary>The class that each input is given: the first of the largest logits.</summary>
    /// <param name="logits">From [m, ...] to [m, classes].</param>
    /// <param name="inputs">[n, ...].</param>
    public static int[] Answers(Func<Tensor, Tensor> logits, Tensor inputs) => Each(inputs, some => logits(some).ArgMax(-1).ToArray<int>());

    /// <summary>The share of inputs that are given their label.</summary>
    /// <param name="logits">From [m, ...] to [m, classes].</param>
    /// <param name="inputs">[n, ...], at least one.</param>
    /// <param name="labels">int32 [n].</param>
    /// <exception cref="TensorException">There is not one label for each input.</exception>
    public static double Accuracy(Func<Tensor, Tensor> logits, Tensor inputs, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int[] answers = Answers(logits, inputs), right = labels.ToArray<int>();
        if (answers.Length != right.Length || right.Length == 0)
            throw new TensorException($"accuracy: {right.Length} labels for {answers.Length} inputs; each of them, and there is at least one, needs a label");
        return answers.Zip(right).Count(pair => pair.First == pair.Second) / (double)right.Length;
    }
}
