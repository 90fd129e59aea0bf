using DeepPuzzles.Kernels;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Experiments.Tests.Laboratory;

/// <summary>On the first OpenCL device. Where there is none, the tests are skipped and say why.</summary>
public sealed class OpenClPuzzleTests : AcceleratorPuzzleTests
{
    private protected override AcceleratorDevice New()
    {
        Assert.SkipWhen(OpenClDevice.WhyAbsent is not null, OpenClDevice.WhyAbsent ?? "");
        return new OpenClDevice();
    }
}
