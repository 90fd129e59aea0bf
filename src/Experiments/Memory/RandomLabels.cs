using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Memory;

public sealed class RandomLabels
{
    public sealed record Settings
    {
        [Setting("training images", Low = 2, High = 50_000, Spec = 3000)] public int Examples { get; init; } = 1000;
        [Setting("test images", Low = 1, High = 10_000, Spec = 3000)] public int TestImages { get; init; } = 3000;
        [Setting("pixels a side, after pooling", Low = 1, High = 1000, Spec = 28)] public int Side { get; init; } = 14;
        [Setting("hidden units", Low = 1, High = 10_000, Spec = 512)] public int Hidden { get; init; } = 256;
        [Setting("learning rate", Low = 0)] public double LearningRate { get; init; } = 0.05;
        [Setting("momentum", Low = 0, High = 0.999)] public double Momentum { get; init; } = 0.9;
        [Setting("factor on the learning rate after each epoch", Low = 0, High = 1)] public double Decay { get; init; } = 0.99;
        [Setting("images per step", Low = 1, High = 50_000)] public int Batch { get; init; } = 64;
        [Setting("epochs at most", Low = 1, High = 100_000)] public int Epochs { get; init; } = 200;
    }
}
