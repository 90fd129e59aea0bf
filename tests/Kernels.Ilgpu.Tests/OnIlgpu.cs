using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The first CUDA device of this machine, or where there is none ILGPU's own on the processor.</summary>
internal static class OnIlgpu
{
    private static readonly Lazy<IlgpuDevice> s_device = new(() => new IlgpuDevice(Kind));
    private static readonly Lazy<Ferry> s_ferry = new(() => new Ferry(s_device.Value));

    private static readonly AsyncLocal<Other?> s_other = new();

    internal static IlgpuKind Kind { get; } = IlgpuDevice.WhyAbsent(IlgpuKind.Cuda) is null ? IlgpuKind.Cuda : IlgpuKind.Cpu;

    internal static IlgpuDevice Device => s_other.Value?.Device ?? s_device.Value;

    /// <summary>The same for arrays of the host.</summary>
    internal static Device Ferry => s_other.Value?.Ferry ?? s_ferry.Value;

    /// <summary>Does something, in which another device stands for it.</summary>
    internal static void With(IlgpuDevice device, Ferry ferry, Action law)
    {
        s_other.Value = new(device, ferry);
        try
        {
            law();
        }
        finally
        {
            s_other.Value = null;
        }
    }

    private sealed record Other(IlgpuDevice Device, Ferry Ferry);
}
