using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Errors;

// Verdicts from what all seeds measured.
public sealed partial class BlackBox
{
    protected override Findings Conclude(Evidence evidence, Settings s) => new([Claims[0].Judge(
        [.. evidence.PerSeed($"taken/{Cnn}").Zip(evidence.PerSeed($"noise/{Cnn}"), (a, b) => a - b)],
        [[.. evidence.Series($"misled/{Untrained}/{Cnn}").Zip(evidence.PerSeed($"noise/{Cnn}"), (a, b) => a[^1] - b)]])], []);
}
