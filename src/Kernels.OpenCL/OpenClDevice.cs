namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>A device of any OpenCL driver (1.2 or later): one in-order queue, one pool of memory, one set of compiled programs.</summary>
public sealed partial class OpenClDevice : AcceleratorDevice
{
    /// <summary>The name of every device of OpenCL.</summary>
    internal const string Driven = "opencl";

    private readonly Queue _queue;
    private readonly Programs _programs;

    /// <summary>The device of that place in <see cref="Found"/>.</summary>
    /// <param name="place">From 0.</param>
    /// <param name="cache">The folder where compiled programs are kept; null means one in the user's cache.</param>
    /// <exception cref="DeviceException">There is no such device, its driver fails, or no folder can have the name of the cache.</exception>
    public OpenClDevice(int place = 0, string? cache = null)
    {
        var folder = new ProgramFolder(cache ?? Programs.UsersFolder);
        IReadOnlyList<DeviceInfo> all = DeviceInfo.All();
        if (place < 0 || place >= all.Count) throw new DeviceException(WhyNone(all.Count, place));
        Info = all[place];
        if (Info.LargestGroup < Groups.Size || Info.LocalBytes < Groups.LocalBytes)
            throw new DeviceException($"opencl: {Info.Name} has groups of {Info.LargestGroup} work items and {Info.LocalBytes >> 10} KiB for each; the kernels need {Groups.Size} and {Groups.LocalBytes >> 10} KiB: choose another device");
        _queue = new Queue(this);
        _programs = new Programs(Info, _queue.Context, folder);
    }

    /// <summary>One line for each device that drivers on this machine offer, the best first: GPUs, then accelerators, then processors.</summary>
    public static IReadOnlyList<string> Found => [.. DeviceInfo.All().Select(device => device.Line)];

    /// <summary>Why there is no device, and what to do; null where there is one.</summary>
    public static string? WhyAbsent => DeviceInfo.All().Count > 0 ? null : WhyNone(0, 0);

    /// <inheritdoc/>
    public override string Name => Driven;

    /// <inheritdoc/>
    public override string Description => Info.Description;

    /// <inheritdoc/>
    public override string Driver => Info.Driver;

    /// <inheritdoc/>
    public override int Compiled => _programs.Built;

    /// <summary>Does the device know float64?</summary>
    public bool HasDouble => Info.HasDouble;

    internal DeviceInfo Info { get; }

    internal Queue Queue => _queue;

    internal Programs Programs => _programs;

    internal override string Model => Info.Name;

    internal override long MemoryBytes => Info.MemoryBytes;

    internal override long LargestBufferBytes => Info.LargestBufferBytes;

    /// <summary>See <see cref="Programs.Instead"/>.</summary>
    internal Func<string, string, string>? Instead
    {
        init => _programs.Instead = value;
    }

    internal override AcceleratorBuffer? TryAllocate(long bytes, int sizeClass)
    {
        nint handle = _queue.Allocate(bytes, out int status);
        if (handle != 0) return new DeviceBuffer(this, handle, bytes, sizeClass);
        if (!Status.MeansNoMemory(status)) Status.Check(status, $"allocating {AcceleratorPool.Size(bytes)}");
        return null;
    }

    private protected override void Close()
    {
        _queue.Dispose();
        _programs.Dispose();
    }

    private Groups GroupsFor(long count) => Groups.For(count, MostGroups);

    private Groups GroupsOf(long pieces) => Groups.Of(pieces, MostGroups);

    private static string WhyNone(int count, int place) =>
        !Cl.IsThere ? "this machine has no OpenCL library; install a GPU driver, or on Debian and Ubuntu pocl-opencl-icd, which runs on the processor"
        : count == 0 && DeviceInfo.Look(out string refusals).Count == 0 && refusals.Length > 0 ? $"no OpenCL driver offers a device ({refusals}); install another driver or, for PoCL, set POCL_CACHE_DIR to a folder that can be written"
        : count == 0 ? "no OpenCL driver offers a device; install a GPU driver, or on Debian and Ubuntu pocl-opencl-icd, which runs on the processor"
        : $"there is no OpenCL device {place}; the machine has {count}, counted from 0";
}
