using System.Globalization;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;
using DeepPuzzles.Kernels.OpenCL;

namespace DeepPuzzles.Experiments.CommandLine;

/// <summary>What a run computes on: each of its threads asks for a device.</summary>
internal sealed class DeviceChoice(string name, Func<Device> open, int threads, Func<int>? compiled = null)
{
    /// <summary>As the command line has it.</summary>
    public string Name { get; } = name;

    /// <summary>How many seeds at a time, unless the user says: that changes no number, only the time.</summary>
    public int Threads { get; } = threads;

    /// <summary>Programs that were compiled for it so far.</summary>
    public int Compiled => compiled?.Invoke() ?? 0;

    /// <summary>A device for one thread: the processor's are its own, a card is shared.</summary>
    public Device Open() => open();
}

/// <summary>What this build can run on.</summary>
internal static class Devices
{
    public const string Cpu = "cpu";

    private const string OpenCl = "opencl", Gpu = "gpu";

    /// <summary>The device uses all that it has for each kernel: while it computes for one thread, another one prepares. More would only keep more
    /// memory.</summary>
    private const int ThreadsOfACard = 2;

    /// <summary>The names that --device takes in this build.</summary>
    public static IReadOnlyList<string> Names => [Cpu, OpenCl, .. IlgpuDevices.Names];

    /// <summary>The device of that name, in letters of either case; <c>opencl:1</c> is the second that <c>devices</c> lists.</summary>
    /// <exception cref="UsageException">The device is unknown or absent, or not in this build. There is no silent fallback.</exception>
    public static DeviceChoice Choose(string name)
    {
        name = name.ToLowerInvariant();
        if (name == Cpu) return new(name, () => new CpuDevice(1), Environment.ProcessorCount);
        string[] parts = name.Split(':');
        if (parts[0] != OpenCl && !IlgpuDevices.Knows(parts[0])) throw new UsageException($"unknown device '{name}'{(name == Gpu ? NearNames.Ask(OpenCl, [OpenCl]) : NearNames.Ask(name, Names))}known are {string.Join(", ", Names)}");
        int place = 0;
        if (parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out place)))
            throw new UsageException($"--device {name}: write {parts[0]}, or {parts[0]}:1 for the second device that 'devices' lists");
        try
        {
            AcceleratorDevice shared = parts[0] == OpenCl ? new OpenClDevice(place) : IlgpuDevices.Open(parts[0], place);
            return new(name, () => shared, Math.Min(ThreadsOfACard, Environment.ProcessorCount), () => shared.Compiled);
        }
        catch (DeviceException absent)
        {
            throw new UsageException($"--device {name}: {absent.Message}");
        }
    }

    public static int Tell(Screen screen)
    {
        Line(screen, Cpu, new CpuDevice().Description);
        Lines(screen, OpenCl, OpenClDevice.Found, OpenClDevice.WhyAbsent);
        IlgpuDevices.Tell(screen);
        return ExitCode.Done;
    }

    /// <summary>The devices of one name, or why there is none.</summary>
    public static void Lines(Screen screen, string name, IReadOnlyList<string> found, string? whyAbsent)
    {
        for (int place = 0; place < found.Count; place++) Line(screen, string.Create(CultureInfo.InvariantCulture, $"{name}:{place}"), found[place]);
        if (whyAbsent is not null) Line(screen, name, $"none: {whyAbsent}");
    }

    public static void Line(Screen screen, string name, string what) => screen.Wrapped($"{name,-14} ", what, new string(' ', 15));
}
