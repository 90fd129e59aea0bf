using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>The lines of a training loop that everybody writes. They can be written by hand just as well; see <see cref="Step"/>.</summary>
public static class Training
{
    /// <summary>One step: the loss, its gradients, the update; every temporary is given back. By hand it is
    /// <code>
    /// using var scope = MemoryScope.Open();
    /// Tensor y = loss();
    /// Gradients gradients = y.Backward();
    /// double value = y.Item();
    /// optimiser.Step(gradients);
    /// return value;
    /// </code>
    /// The loss is read before the update: a device that computes beside the processor tells then which label or index it met names nothing, and no
    /// parameter has changed.</summary>
    /// <param name="optimiser">What changes the parameters.</param>
    /// <param name="loss">Builds the graph anew and returns a single number.</param>
    /// <param name="transform">Changes the gradients before the step: clipping, masks, projections.</param>
    /// <returns>The loss before the step.</returns>
    public static double Step(this Optimiser optimiser, Func<Tensor> loss, Func<Gradients, Gradients>? transform = null)
    {
        ArgumentNullException.ThrowIfNull(optimiser);
        ArgumentNullException.ThrowIfNull(loss);
        using var scope = MemoryScope.Open();
        (Tensor y, Gradients gradients) = Differentiate(loss, transform);
        double value = y.Item();
        optimiser.Step(gradients);
        return value;
    }

    // The loss before the step, not yet read: to read it is to wait for the device.
    private static Tensor Take(Optimiser optimiser, Func<Tensor> loss, Func<Gradients, Gradients>? transform)
    {
        using var scope = MemoryScope.Open();
        (Tensor y, Gradients gradients) = Differentiate(loss, transform);
        optimiser.Step(gradients);
        return scope.Keep(y.StopGradient());
    }

    private static (Tensor Loss, Gradients Gradients) Differentiate(Func<Tensor> loss, Func<Gradients, Gradients>? transform)
    {
        Tensor y = loss();
        Gradients gradients = y.Backward();
        return (y, transform is null ? gradients : transform(gradients));
    }

    /// <summary>One pass over all examples in random order. The losses are read when the last step has been asked for, so that a device that computes
    /// beside the processor is waited for once; a label that names nothing is told then too, when parameters have changed. Where it matters, take a
    /// snapshot before.</summary>
    /// <param name="optimiser">What changes the parameters.</param>
    /// <param name="module">What is trained.</param>
    /// <param name="inputs">[examples, ...].</param>
    /// <param name="targets">[examples] or [examples, ...].</param>
    /// <param name="loss">From the output and the targets of a batch to a single number, averaged over the batch.</param>
    /// <param name="batchSize">Examples per step; the last batch may be smaller.</param>
    /// <param name="stream">Where the order comes from.</param>
    /// <param name="transform">Changes the gradients before each step.</param>
    /// <returns>The mean loss of the examples, each at the step it took part in.</returns>
    public static double Epoch(
        this Optimiser optimiser,
        Module module,
        Tensor inputs,
        Tensor targets,
        Func<Tensor, Tensor, Tensor> loss,
        int batchSize,
        RandomStream stream,
        Func<Gradients, Gradients>? transform = null)
    {
        if (inputs.Rank == 0 || targets.Rank == 0 || inputs.Shape[0] != targets.Shape[0])
            throw new TensorException($"epoch: inputs {inputs.Shape} and targets {targets.Shape} must have as many rows");
        if (inputs.Shape[0] == 0) throw new TensorException($"epoch: inputs {inputs.Shape} hold no example");
        using var scope = MemoryScope.Open();
        IReadOnlyList<int[]> batches = Batches.Shuffled(inputs.Shape[0], batchSize, stream);
        Tensor[] losses = [.. batches.Select(batch => Take(optimiser, () => loss(module.Forward(inputs.Rows(batch)), targets.Rows(batch)), transform))];
        return batches.Zip(losses, (batch, one) => batch.Length * one.Item()).Sum() / inputs.Shape[0];
    }
}
