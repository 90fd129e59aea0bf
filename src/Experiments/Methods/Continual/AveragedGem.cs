using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Averaged gradient episodic memory, A-GEM (Chaudhry et al. 2019): where the gradient g of the new examples opposes that of remembered ones r, its part along r is
/// taken away, g ← g - (g·r / r·r)·r, so that a small step does not raise the loss of the remembered.</summary>
/// <param name="sampler">What is remembered; an object of its own.</param>
public sealed class AveragedGem(Sampler sampler) : Strategy
{
    private readonly ExampleMemory _memory = new(sampler);

    /// <summary>Remembered examples per step; as many as a batch has where it is null.</summary>
    public int? BatchSize { get; init; }

    /// <inheritdoc/>
    public override string Name => "A-GEM";

    /// <inheritdoc/>
    public override long StoredBytes => _memory.Bytes;

    /// <summary>What is remembered.</summary>
    public ExampleMemory Memory => _memory;

    /// <summary>g·r of the last step, before and after; NaN before the second task.</summary>
    public (double Before, double After) Agreement { get; private set; } = (double.NaN, double.NaN);

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        if (BatchSize < 1) throw new TensorException($"A-GEM: batches of {BatchSize} remembered examples; they have at least 1");
    }

    /// <inheritdoc/>
    public override Gradients Restrict(Learner learner, Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (_memory.Count == 0) return gradients;
        int[] rows = _memory.Draw(BatchSize ?? learner.Plan.BatchSize, learner.Random("remembered examples"));
        Gradients old = learner.LossOf(_memory.All.Rows(rows)).Backward(), projected = gradients.ProjectOut(learner.Parameters, old, onlyAgainst: true);
        Agreement = (gradients.Dot(old, learner.Parameters), projected.Dot(old, learner.Parameters));
        return projected;
    }

    /// <inheritdoc/>
    public override void AfterTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        _memory.Add(learner.Task.Train, learner.Random("memory"));
    }
}
