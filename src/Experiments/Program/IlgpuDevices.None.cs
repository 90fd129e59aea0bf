using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>The devices of a build without ILGPU: their names are known, and say what to build.</summary>
internal static class IlgpuDevices
{
    private const string HowTo = "build with -p:Gpu=true, where the package feed serves ILGPU";

    public static IReadOnlyList<string> Names { get; } = ["cuda", "ilgpu-opencl", "ilgpu-cpu"];

    /// <exception cref="DeviceException">Always.</exception>
    public static Device Open(string name, int place) => throw new DeviceException($"this build has no {name} back-end: {HowTo}; --device opencl runs on the same cards");

    public static void Tell(Screen screen) => Devices.Line(screen, Names[0], $"not in this build, as {Names[1]} and {Names[2]}: {HowTo}");
}
