using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Devices;

/// <summary>A build without ILGPU: it knows the names of its devices, and what to build.</summary>
internal static class IlgpuBackend
{
    public static string? WhyAbsent(string name) => $"this build has no {name} back-end: build with -p:Gpu=true, where the package feed serves ILGPU";

    /// <exception cref="DeviceException">Always.</exception>
    public static Backend Open(string name, int place) => throw new DeviceException(WhyAbsent(name)!);
}
