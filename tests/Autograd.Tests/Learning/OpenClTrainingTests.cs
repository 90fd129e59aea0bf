using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Kernels;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>On the first OpenCL device. Where there is none, the tests are skipped and say why.</summary>
[Collection(nameof(MemoryTests))]
public sealed class OpenClTrainingTests : AcceleratorTrainingTests
{
    private protected override AcceleratorDevice New() => OnOpenCl.New();

    private protected override QueueCounts Counts(AcceleratorDevice device) => ((OpenClDevice)device).Queue.Counts;
}
