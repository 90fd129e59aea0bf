using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>All tasks met so far are learned together at each task, and so none is forgotten. The upper reference, and that of ρ.</summary>
public sealed class Joint : Strategy
{
    private long _bytes;

    /// <summary>True to learn from scratch at each task, as ρ and intransigence want it; false to go on from the last task's weights: full replay.</summary>
    public bool Restarts { get; init; } = true;

    /// <inheritdoc/>
    public override string Name => Restarts ? "joint" : "full replay";

    /// <summary>All training images and labels.</summary>
    public override long StoredBytes => _bytes;

    /// <inheritdoc/>
    public override void Learn(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (Restarts) learner.Restart();
        using var scope = MemoryScope.Open();
        Examples all = Examples.Concat([.. learner.Stream.Tasks.Take(learner.Number + 1).Select(task => task.Train)]);
        _bytes = all.Bytes;
        learner.Fit(all, learner.Plan.Epochs);
    }
}
