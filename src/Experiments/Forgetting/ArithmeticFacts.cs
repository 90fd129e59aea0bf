using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Forgetting;

public sealed class ArithmeticFacts : Puzzle<ArithmeticFacts.Settings>
{
    public sealed record Settings
    {
        [Setting("hidden units", Low = 1, High = 1000, Spec = 50)] public int Hidden { get; init; } = 50;
        [Setting("learning rate", Low = 0)] public double LearningRate { get; init; } = 0.25;
        [Setting("momentum", Low = 0, High = 0.999)] public double Momentum { get; init; } = 0.9;
    }
    public override string Id => "forgetting/arithmetic-facts";
    public override string Title => "";
    public override string Question => "";
    public override string Reference => "";
    public override IReadOnlyList<string> Protocol => [];
    public override IReadOnlyList<string> Traps => [];
    public override IReadOnlyList<ClaimSpec> Claims => [];
    public override double Cost => 1;
    public override bool UsesImages => false;

    public static Sequential Net(Lab lab, int[] sizes, string stream, Arm arm) => new(
        new Mlp(sizes, Activation.Sigmoid, Initialiser.Uniform(-0.3, 0.3), lab.Random(stream, arm), dtype: DType.Float64), Activation.Sigmoid);

    protected override void Measure(Lab lab, Settings s, Measurements found) { }
    protected override Findings Conclude(Evidence evidence, Settings s) => throw new InvalidOperationException();
}
