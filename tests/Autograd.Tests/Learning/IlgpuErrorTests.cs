using DeepPuzzles.Kernels;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>On ILGPU.</summary>
public sealed class IlgpuErrorTests : AcceleratorErrorTests
{
    private protected override AcceleratorDevice New(long limit = 0) => OnIlgpu.New(limit);
}
