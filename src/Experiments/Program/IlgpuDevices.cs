using DeepPuzzles.Kernels;
using DeepPuzzles.Kernels.Ilgpu;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>The devices of a build with ILGPU.</summary>
internal static class IlgpuDevices
{
    private static readonly (string Name, IlgpuKind Kind)[] s_kinds = [("cuda", IlgpuKind.Cuda), ("ilgpu-opencl", IlgpuKind.OpenCl), ("ilgpu-cpu", IlgpuKind.Cpu)];

    public static IReadOnlyList<string> Names { get; } = [.. s_kinds.Select(kind => kind.Name)];

    public static bool Knows(string name) => Names.Contains(name);

    /// <exception cref="DeviceException">There is no such device.</exception>
    public static AcceleratorDevice Open(string name, int place) => new IlgpuDevice(s_kinds.First(kind => kind.Name == name).Kind, place);

    public static void Tell(Screen screen)
    {
        foreach ((string name, IlgpuKind kind) in s_kinds) Devices.Lines(screen, name, IlgpuDevice.Found(kind), IlgpuDevice.WhyAbsent(kind));
    }
}
