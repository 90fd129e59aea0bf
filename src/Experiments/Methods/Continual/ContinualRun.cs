namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>What came of learning a stream.</summary>
/// <param name="Strategy">The name of the strategy.</param>
/// <param name="Accuracies">The accuracy of each task after each.</param>
/// <param name="Curve">Accuracies between the steps; empty where the plan asked for none.</param>
/// <param name="StoredBytes">What the strategy kept after each task, beside the network.</param>
/// <param name="Capacity">The share of the network taken after each task; NaN where the strategy sets nothing aside.</param>
public sealed record ContinualRun(
    string Strategy, AccuracyMatrix Accuracies, LearningCurve Curve, IReadOnlyList<long> StoredBytes, IReadOnlyList<double> Capacity)
{
    /// <summary>Strategy and scenario: "EWC, task-incremental".</summary>
    public string Title => $"{Strategy}, {Accuracies.Scenario.Title()}";
}
