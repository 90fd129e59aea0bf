using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Errors;

/// <summary>Papernot et al. 2017: whoever sees only the labels that a classifier gives can train a substitute, and fool the classifier with it.</summary>
public sealed partial class BlackBox : Puzzle<BlackBox.Settings>
{
    // As specified.
    private const double LeastTransfer = 0.20, UntrainedMargin = 0.02;

    private const string Papernot = "Papernot et al. 2017, Practical black-box attacks against machine learning";
    private const string Quote = "knowledge on possible adversarial attacks is increasing";

    public sealed record Settings
    {
        [Setting("training images that are the attacker's, not the oracle's", Low = 1)] public int AttackerImages { get; init; } = 2_400;
        [Setting("images that the attacker begins with", Low = 1, Spec = 150)] public int FirstImages { get; init; } = 150;
        [Setting("how often the attacker adds a neighbour of each image", Low = 0, High = 12, Spec = 5)] public int Additions { get; init; } = 5;
        [Setting("step from an image to its neighbour", Low = 0, High = 1)] public double Step { get; init; } = 0.1;
        [Setting("rounds after which the step changes its sign; 0 for never", Low = 0)] public int Period { get; init; } = 3;
        [Setting("epochs of the oracle", Low = 0)] public int OracleEpochs { get; init; } = 4;
        [Setting("epochs of the substitute in each round", Low = 0, Spec = 10)] public int SubstituteEpochs { get; init; } = 10;
        [Setting("hidden units of the substitute", Low = 1)] public IReadOnlyList<int> Hidden { get; init; } = [200, 200];
        [Setting("batch size", Low = 1)] public int BatchSize { get; init; } = 128;
        [Setting("learning rate of Adam", Low = 0)] public double LearningRate { get; init; } = 1e-3;
        [Setting("examples that the nearest-neighbour oracle remembers", Low = 1)] public int Remembered { get; init; } = 2_000;
        [Setting("neighbours that vote", Low = 1)] public int Neighbours { get; init; } = 5;
        [Setting("depth of the decision tree", Low = 0)] public int TreeDepth { get; init; } = 12;
        [Setting("test images that are perturbed", Low = 1, Spec = 2000)] public int Images { get; init; } = 1_000;
        [Setting("ε: change of each pixel in the claims", Low = 0, High = 1)] public double Epsilon { get; init; } = 0.1;
        [Setting("ε of the curves", Low = 0, High = 1)] public IReadOnlyList<double> Epsilons { get; init; } = [0, 0.025, 0.05, 0.1, 0.15, 0.2, 0.3];
    }

    public override Settings Full => new() { AttackerImages = 10_000, Images = 2_000, Remembered = 10_000 };
    public override string Id => "errors/black-box";
    public override string Title => "Fooled by whoever may ask";
    public override string Question => "A classifier tells its answers and nothing else. Can somebody who only asks it questions make images that it gets wrong?";
    public override string Reference => Papernot;
    public override double Cost => 25;
    public override IReadOnlyList<string> Protocol => [];
    public override IReadOnlyList<string> Traps => [];

    public override IReadOnlyList<ClaimSpec> Claims { get; } =
    [
        new("labels-suffice", Quote, Papernot, "images misled by a substitute minus by noise of the same size, ε = 0.1", "difference of shares", Bar.AtLeast(LeastTransfer), 0)
        {
            Controls = [new("untrained minus noise", Bar.Equivalent(UntrainedMargin))],
        },
    ];
}
