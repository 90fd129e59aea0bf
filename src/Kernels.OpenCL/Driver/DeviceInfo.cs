using System.Globalization;
using System.Text;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>A device that some driver on this machine offers.</summary>
internal sealed unsafe record DeviceInfo
{
    private const uint KindOf = 0x1000, ComputeUnits = 0x1002, GroupSize = 0x1004, LargestBuffer = 0x1010, SingleConfig = 0x101B, GlobalMemory = 0x101F,
        LocalMemory = 0x1023, IsLittleEndian = 0x1026, HasCompiler = 0x1028, DeviceName = 0x102B, DriverVersion = 0x102D, DeviceVersion = 0x102F,
        DoubleConfig = 0x1032, PlatformVersion = 0x0901, PlatformName = 0x0902;

    private const ulong Gpu = 1 << 2, Accelerator = 1 << 3, AnyKind = 0xFFFFFFFF, RoundsDivisions = 1 << 7;

    // Drivers start when they are first asked, and two threads that ask at once can crash them.
    private static readonly Lock s_lock = new();

    private static readonly string[] s_tooOld = ["OpenCL 1.0", "OpenCL 1.1"];

    private DeviceInfo(nint platform, nint id)
    {
        (Platform, Id) = (platform, id);
        Name = Text(DeviceName).Trim();
        PlatformText = PlatformInfo(platform, PlatformName);
        Driver = $"{PlatformInfo(platform, PlatformVersion)}, driver {Text(DriverVersion)}";
        Kind = Number<ulong>(KindOf);
        Units = (int)Number<uint>(ComputeUnits);
        LargestGroup = (int)Math.Min(Number<nuint>(GroupSize), int.MaxValue);
        LargestBufferBytes = (long)Math.Min(Number<ulong>(LargestBuffer), long.MaxValue);
        MemoryBytes = (long)Math.Min(Number<ulong>(GlobalMemory), long.MaxValue);
        LocalBytes = (long)Math.Min(Number<ulong>(LocalMemory), long.MaxValue);
        HasDouble = Number<ulong>(DoubleConfig) != 0;
        DividesExactly = (Number<ulong>(SingleConfig) & RoundsDivisions) != 0;
        CanRun = Number<uint>(HasCompiler) != 0 && Number<uint>(IsLittleEndian) != 0 && !s_tooOld.Any(Text(DeviceVersion).StartsWith);
    }

    internal nint Platform { get; }

    internal nint Id { get; }

    /// <summary>What the maker calls it.</summary>
    internal string Name { get; init; }

    internal string PlatformText { get; init; }

    /// <summary>The versions of platform and driver.</summary>
    internal string Driver { get; init; }

    internal int Units { get; }

    /// <summary>Work items of a group, at most.</summary>
    internal int LargestGroup { get; }

    internal long LargestBufferBytes { get; }

    internal long MemoryBytes { get; }

    internal long LocalBytes { get; }

    /// <summary>Does it know float64?</summary>
    internal bool HasDouble { get; }

    /// <summary>Can float32 division and square root be had correctly rounded?</summary>
    internal bool DividesExactly { get; }

    internal bool IsGpu => (Kind & Gpu) != 0;

    /// <summary>What does not change from one start to the next: results that name it can be put together.</summary>
    internal string Description => $"{Name} ({PlatformText}), {Units} compute units, {(HasDouble ? "float32 and float64" : "float32 only")}";

    /// <summary>The same with its memory, which PoCL counts anew each time.</summary>
    internal string Line => string.Create(CultureInfo.InvariantCulture, $"{Description}, {MemoryBytes / (double)(1L << 30):0.#} GiB");

    private ulong Kind { get; }

    private bool CanRun { get; }

    /// <summary>All devices of all drivers that can run the kernels: GPUs first, then accelerators, then processors, else in the drivers' order.</summary>
    internal static IReadOnlyList<DeviceInfo> All() => Look(out _);

    /// <param name="refusals">What drivers without a device say, one after the other.</param>
    internal static IReadOnlyList<DeviceInfo> Look(out string refusals)
    {
        refusals = "";
        if (!Cl.IsThere) return [];
        lock (s_lock) return Ask(out refusals);
    }

    private static IReadOnlyList<DeviceInfo> Ask(out string refusals)
    {
        refusals = "";
        int status = Cl.GetPlatformIDs(0, null, out uint platforms);
        if (status == Status.PlatformNotFound || platforms == 0) return [];
        Status.Check(status, "asking for drivers");
        var devices = new List<DeviceInfo>();
        Span<nint> platformIds = new nint[platforms];
        fixed (nint* first = platformIds) Status.Check(Cl.GetPlatformIDs(platforms, first, out _), "asking for drivers");
        foreach (nint platform in platformIds)
        {
            int answer = Cl.GetDeviceIDs(platform, AnyKind, 0, null, out uint count);
            if (answer != Status.Success || count == 0)
            {
                refusals += $"{(refusals.Length > 0 ? "; " : "")}{PlatformInfo(platform, PlatformName)} answers: {Status.Name(answer == Status.Success ? Status.DeviceNotFound : answer)}";
                continue;
            }
            Span<nint> ids = new nint[count];
            fixed (nint* first = ids) Status.Check(Cl.GetDeviceIDs(platform, AnyKind, count, first, out _), "asking for devices");
            foreach (nint id in ids) devices.Add(new DeviceInfo(platform, id));
        }
        foreach (DeviceInfo old in devices.Where(device => !device.CanRun)) refusals += $"{(refusals.Length > 0 ? "; " : "")}{old.Name} has no compiler, or is older than OpenCL 1.2";
        return [.. devices.Where(device => device.CanRun).OrderBy(device => device.IsGpu ? 0 : (device.Kind & Accelerator) != 0 ? 1 : 2)];
    }

    private T Number<T>(uint what)
        where T : unmanaged
    {
        T value = default;
        // What an old driver does not know it has not: 0.
        return Cl.GetDeviceInfo(Id, what, (nuint)sizeof(T), &value, out _) == Status.Success ? value : default;
    }

    private string Text(uint what)
    {
        if (Cl.GetDeviceInfo(Id, what, 0, null, out nuint length) != Status.Success) return "";
        Span<byte> bytes = new byte[length];
        fixed (byte* first = bytes) Status.Check(Cl.GetDeviceInfo(Id, what, length, first, out _), "asking for a device's name");
        return AsText(bytes);
    }

    private static string PlatformInfo(nint platform, uint what)
    {
        if (Cl.GetPlatformInfo(platform, what, 0, null, out nuint length) != Status.Success) return "";
        Span<byte> bytes = new byte[length];
        fixed (byte* first = bytes) Status.Check(Cl.GetPlatformInfo(platform, what, length, first, out _), "asking for a driver's name");
        return AsText(bytes);
    }

    private static string AsText(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).TrimEnd('\0');
}
