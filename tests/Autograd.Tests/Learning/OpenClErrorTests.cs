using DeepPuzzles.Kernels;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>On the first OpenCL device. Where there is none, the tests are skipped and say why.</summary>
public sealed class OpenClErrorTests : AcceleratorErrorTests
{
    private protected override AcceleratorDevice New(long limit = 0) => OnOpenCl.New(limit);
}
