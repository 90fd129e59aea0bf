using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>GDumb (Prabhu, Torr and Dokania 2020): a balanced memory is filled greedily, and for each answer that is asked for a network is trained from scratch on the memory
/// alone. It learns nothing from what it does not keep, so what does not beat it owes its score to its memory.</summary>
/// <param name="capacity">Examples that are remembered.</param>
public sealed class Gdumb(int capacity) : Strategy
{
    private readonly ExampleMemory _memory = new(new Balanced(capacity));

    /// <summary>Passes over the memory; as many as the plan has for a task where it is null.</summary>
    public int? Epochs { get; init; }

    /// <inheritdoc/>
    public override string Name => "GDumb";

    /// <inheritdoc/>
    public override long StoredBytes => _memory.Bytes;

    /// <summary>What is remembered.</summary>
    public ExampleMemory Memory => _memory;

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        if (Epochs < 1) throw new TensorException($"GDumb: {Epochs} passes over the memory; it takes at least 1");
    }

    /// <inheritdoc/>
    public override void Learn(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        _memory.Add(learner.Task.Train, learner.Random("memory"));
        learner.Restart();
        learner.Fit(_memory.All, Epochs ?? learner.Plan.Epochs);
    }
}
