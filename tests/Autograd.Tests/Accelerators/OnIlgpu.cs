using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Autograd.Tests;

/// <summary>The first CUDA device of this machine, or where there is none ILGPU's own on the processor.</summary>
internal static class OnIlgpu
{
    private static readonly IlgpuKind s_kind = IlgpuDevice.WhyAbsent(IlgpuKind.Cuda) is null ? IlgpuKind.Cuda : IlgpuKind.Cpu;
    private static readonly Lazy<IlgpuDevice> s_shared = new(() => New());

    internal static IlgpuDevice Shared => s_shared.Value;

    /// <summary>On the processor every kernel waits for threads of the system: fewer points and steps.</summary>
    internal static bool IsSlow => s_kind == IlgpuKind.Cpu;

    /// <summary>One for a test alone, of so many bytes, or of all that it has.</summary>
    internal static IlgpuDevice New(long limit = 0) => new(s_kind) { MemoryLimit = limit };
}
