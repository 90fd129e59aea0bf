using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>Madry et al. 2018 and Athalye, Carlini and Wagner 2018: which defences make a network robust, and which only blind its attacker.</summary>
public sealed partial class RobustOrBlind : Puzzle<RobustOrBlind.Settings>
{
    public sealed record Settings
    {
        [Setting("training images", Low = 20)] public int TrainImages { get; init; } = 10_000;
        [Setting("pixels that are averaged to one, a side", Low = 1, High = 7)] public int Pool { get; init; } = 2;
        [Setting("hidden units", Low = 1)] public IReadOnlyList<int> Hidden { get; init; } = [100];
        [Setting("epochs", Low = 0)] public int Epochs { get; init; } = 16;
        [Setting("learning rate of Adam", Low = 0)] public double LearningRate { get; init; } = 2e-3;
        [Setting("epochs of the distilled net and of its teacher", Low = 0)] public int DistillationEpochs { get; init; } = 30;
        [Setting("learning rate of Adam for the distilled net and its teacher", Low = 0)] public double DistillationRate { get; init; } = 2e-2;
        [Setting("batch size", Low = 1)] public int BatchSize { get; init; } = 128;
        [Setting("radii ε among which one is chosen, falling", Low = 0, High = 1)] public IReadOnlyList<double> Radii { get; init; } = [0.05, 0.04, 0.03];
        [Setting("steps of the attack in training", Low = 1)] public int TrainingSteps { get; init; } = 5;
        [Setting("temperature of distillation", Low = 1)] public double Temperature { get; init; } = 20;
        [Setting("factor on the weights of the last layer", Low = 1)] public double Saturation { get; init; } = 100;
        [Setting("levels of a pixel", Low = 2)] public int Levels { get; init; } = 16;
        [Setting("test images attacked at ε", Low = 10)] public int Images { get; init; } = 500;
        [Setting("of these, attacked by each attack at every radius", Low = 5)] public int CurveImages { get; init; } = 100;
        [Setting("radii of the curves, as multiples of ε", Low = 0)] public IReadOnlyList<double> Multiples { get; init; } = [0.5, 1, 2];
        [Setting("images of the check for masks", Low = 5)] public int CheckImages { get; init; } = 50;
        [Setting("steps of an attack", Low = 1)] public int Steps { get; init; } = 20;
        [Setting("restarts of an attack", Low = 0)] public int Restarts { get; init; } = 1;
        [Setting("queries of the black box", Low = 2)] public int Queries { get; init; } = 200;
    }

    public override string Id => "errors/defences";
    public override string Title => "Robust, or only blind to the attacker";
    public override string Question => "Some defences make a network withstand an attack. Do they make its answers safe, or do they only hide the way to the wrong ones?";
    public override string Reference => Paper;
    public override double Cost => 30;
    public override IReadOnlyList<string> Protocol => [];
    public override IReadOnlyList<string> Traps => [];
    private const string Paper = "Madry et al. 2018";
    public override IReadOnlyList<ClaimSpec> Claims { get; } = [];
    protected override Findings Conclude(Evidence evidence, Settings s) => new([], []);
}
