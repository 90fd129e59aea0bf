using DeepPuzzles.Autograd.Tests.Calculus;
using DeepPuzzles.Kernels.Ilgpu;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>On ILGPU.</summary>
[Collection(nameof(MemoryTests))]
public sealed class IlgpuTrainingTests : AcceleratorTrainingTests
{
    private const int Few = 6;

    private protected override AcceleratorDevice New() => OnIlgpu.New();

    private protected override QueueCounts Counts(AcceleratorDevice device) => ((IlgpuDevice)device).Queue.Counts;

    private protected override int Steps => OnIlgpu.IsSlow ? Few : base.Steps;

    // Counted.
    private protected override int MorePasses(string name) => !OnIlgpu.IsSlow ? 0 : name == "mlp" ? 3 : 1;
}
