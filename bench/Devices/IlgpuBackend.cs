using DeepPuzzles.Kernels;
using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Bench.Devices;

/// <summary>ILGPU: CUDA, OpenCL, or its own device on the processor.</summary>
/// <param name="kind">Which driver.</param>
/// <param name="place">Which of its devices.</param>
/// <param name="isTensorFloat32">Whether products of float32 round their factors.</param>
internal sealed class IlgpuBackend(IlgpuKind kind, int place, bool isTensorFloat32 = false) : Backend
{
    private static readonly Dictionary<string, IlgpuKind> s_kinds = new() { [Target.Cuda] = IlgpuKind.Cuda, [Target.IlgpuOpenCl] = IlgpuKind.OpenCl, [Target.IlgpuCpu] = IlgpuKind.Cpu };

    private readonly IlgpuDevice _device = new(kind, place) { UsesTensorFloat32 = isTensorFloat32 };

    public override AcceleratorDevice Device => _device;

    public override string Kind => kind == IlgpuKind.Cuda ? "ILGPU on CUDA" : kind == IlgpuKind.OpenCl ? "ILGPU on OpenCL" : "ILGPU on a processor";

    public override bool IsProcessor => kind == IlgpuKind.Cpu;

    public override bool KeepsPrograms => false;

    public override long Launches => _device.Queue.Counts.Launches;

    /// <summary>Why this build cannot open a device of that name; null where it can.</summary>
    public static string? WhyAbsent(string name) => IlgpuDevice.WhyAbsent(s_kinds[name]);

    /// <exception cref="DeviceException">There is no such device.</exception>
    public static Backend Open(string name, int place) => new IlgpuBackend(s_kinds[name], place);

    public override FmaPeak Peak() => new IlgpuPeak(_device);

    public override Backend Again(string folder) => new IlgpuBackend(kind, place, isTensorFloat32);

    public override Backend WithTensorFloat32() => new IlgpuBackend(kind, place, true);
}
