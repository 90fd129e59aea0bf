using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>What this build can run on.</summary>
internal static class Devices
{
    public const string Cpu = "cpu";

    private static readonly string[] Absent = ["opencl", "cuda"];

    /// <summary>The names that --device takes.</summary>
    public static IReadOnlyList<string> Names => [Cpu, .. Absent];

    /// <exception cref="UsageException">The device is unknown or not in this build. There is no silent fallback.</exception>
    public static Device Open(string name) => name switch
    {
        Cpu => new CpuDevice(1),
        _ when Absent.Contains(name) => throw new UsageException($"--device {name}: this build has no {name} back-end; it runs on cpu"),
        _ => throw new UsageException($"unknown device '{name}'{NearNames.Ask(name, Names)}known are {string.Join(", ", Names)}"),
    };

    public static int Tell(Screen screen)
    {
        screen.Line($"{Cpu,-8} {new CpuDevice().Description}");
        foreach (string name in Absent) screen.Line($"{name,-8} not in this build: there is no {name} back-end");
        return ExitCode.Done;
    }
}
