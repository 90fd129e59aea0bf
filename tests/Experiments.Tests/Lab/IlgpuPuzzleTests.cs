using DeepPuzzles.Kernels;
using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Experiments.Tests.Laboratory;

/// <summary>On the first CUDA device, or where there is none on ILGPU's own on the processor.</summary>
public sealed class IlgpuPuzzleTests : AcceleratorPuzzleTests
{
    private static readonly IlgpuKind s_kind = IlgpuDevice.WhyAbsent(IlgpuKind.Cuda) is null ? IlgpuKind.Cuda : IlgpuKind.Cpu;

    private protected override bool IsSlow => s_kind == IlgpuKind.Cpu;

    private protected override AcceleratorDevice New() => new IlgpuDevice(s_kind);
}
