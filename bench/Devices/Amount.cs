using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Devices;

/// <summary>How much is measured, and for how long.</summary>
/// <param name="IsQuick">One kernel of each kind instead of all.</param>
/// <param name="Timing">How long each.</param>
/// <param name="Elements">Numbers in the arrays of what moves memory: in full more than the caches of the device hold, 50 MB on an H100.</param>
/// <param name="Squares">Sides of square products.</param>
/// <param name="Turned">The side of the transposed ones.</param>
/// <param name="Batches">Batches of the layers whose products are measured.</param>
/// <param name="Images">Convolutions.</param>
/// <param name="Steps">Training steps.</param>
/// <param name="Built">Training steps that are built anew.</param>
/// <param name="Longest">Seconds of a call; what would take longer, as its forerunners tell, is left out.</param>
internal sealed record Amount(
    bool IsQuick, Timing Timing, int Elements, IReadOnlyList<int> Squares, int Turned, IReadOnlyList<int> Batches, IReadOnlyList<ImageConvolution> Images, IReadOnlyList<TrainingStep> Steps,
    IReadOnlyList<TrainingStep> Built, double Longest)
{
    // The copy that all is judged by is one beyond the caches even of a quick run.
    private const int LeastCopied = 1 << 24;

    private static readonly ImageConvolution s_images = new(64, 32, 28, 64, 3, 1);

    public static Amount Full { get; } = new(
        false, Timing.Full, 1 << 26, [128, 256, 512, 1024, 2048, 4096], 2048, [128, 4096], [s_images, new(64, 1, 28, 20, 5, 0), new(64, 20, 12, 50, 5, 0)],
        [.. Cases.Built, new MlpStep("train-mlp", [784, 512, 512, 10], 4096, 0.9)], Cases.Built, Longest: 2);

    public static Amount Quick { get; } = new(true, Timing.Quick, 1 << 22, [128, 256, 512, 1024], 512, [128], [s_images], Cases.Built, Cases.Built, Longest: 0.7);

    /// <summary>How much of a device.</summary>
    /// <param name="device">As the command line has it.</param>
    /// <param name="isQuick">Whether a quick run was asked for.</param>
    public static Amount Of(string device, bool isQuick) => device.StartsWith(Target.IlgpuCpu, StringComparison.Ordinal) ? Slow(isQuick) : isQuick ? Quick : Full;

    // ILGPU's own device runs every thread of a kernel as one of the system's, and has them meet at every barrier: shapes that show that all runs.
    private static Amount Slow(bool isQuick)
    {
        TrainingStep[] steps = [new MlpStep("train-mlp", [12, 8, 8, 10], 8, 0.9)];
        return new(isQuick, (isQuick ? Timing.Quick : Timing.Full) with { Rest = 0 }, 1 << 10, [32, 64], 33, [8], [new(2, 3, 8, 4, 3, 1)], steps, steps, Longest: 0.7);
    }

    /// <summary>Numbers in the arrays that the copy bandwidth is measured with.</summary>
    public int Copied => Math.Max(Elements, LeastCopied);
}
