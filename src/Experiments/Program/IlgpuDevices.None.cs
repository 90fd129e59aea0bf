using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>The devices of a build without ILGPU: their names are known, and say what to build.</summary>
internal static class IlgpuDevices
{
    private const string HowTo = "build with -p:Gpu=true, where the package feed serves ILGPU";

    private static readonly string[] s_absent = ["cuda", "ilgpu-opencl", "ilgpu-cpu"];

    /// <summary>The names that --device takes: none.</summary>
    public static IReadOnlyList<string> Names => [];

    public static bool Knows(string name) => s_absent.Contains(name);

    /// <exception cref="DeviceException">Always.</exception>
    public static AcceleratorDevice Open(string name, int place) => throw new DeviceException($"this build has no {name} back-end: {HowTo}{(name == "ilgpu-cpu" ? "" : "; --device opencl runs on the same cards")}");

    public static void Tell(Screen screen) => Devices.Line(screen, s_absent[0], $"not in this build, as {s_absent[1]} and {s_absent[2]}: {HowTo}");
}
