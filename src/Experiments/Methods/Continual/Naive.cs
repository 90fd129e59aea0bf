namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Nothing against forgetting: each task is learned where the last one ended ("fine-tuning"). The lower reference.</summary>
public sealed class Naive : Strategy
{
    /// <inheritdoc/>
    public override string Name => "naive";
}
