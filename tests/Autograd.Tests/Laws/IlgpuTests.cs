using DeepPuzzles.Kernels;

namespace DeepPuzzles.Autograd.Tests.Laws;

/// <summary>On ILGPU.</summary>
public sealed class IlgpuTests : AcceleratorTests
{
    private protected override AcceleratorDevice Shared => OnIlgpu.Shared;
}
