using DeepPuzzles.Kernels;

namespace DeepPuzzles.Autograd.Tests.Laws;

/// <summary>On the first OpenCL device. Where there is none, the tests are skipped and say why.</summary>
public sealed class OpenClTests : AcceleratorTests
{
    private protected override AcceleratorDevice Shared => OnOpenCl.Shared;

    private protected override bool HasDouble => OnOpenCl.Shared.HasDouble;
}
