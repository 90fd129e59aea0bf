using System.Diagnostics.CodeAnalysis;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>A device of any OpenCL driver (1.2 or later): one in-order queue, one pool of memory, one set of compiled programs. Verbs put work into the
/// queue and return; only reading a value waits. Indices that lie outside are therefore told when a value is read, not when the kernel that meets them is
/// called: every reading of what depends on one fails, on any thread, and so does the next reading of the thread that called the kernel. May be used by
/// several threads at once.</summary>
/// <remarks>Sums have another tree than on the processor, so last bits differ; they are the same from run to run. Factorisations and solutions of
/// systems are computed on the processor, and wait. Kernels of all threads go into one queue and have the whole device one after the other: a second
/// thread prepares while the device computes for the first, and more gain nothing. After <see cref="Dispose"/>, or when the driver has lost the device,
/// every call throws <see cref="DeviceException"/>.</remarks>
public sealed partial class OpenClDevice : Device, IDisposable
{
    private readonly Queue _queue;
    private readonly DevicePool _pool;
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
        _pool = new DevicePool(this);
        _programs = new Programs(Info, _queue.Context, folder);
    }

    /// <summary>One line for each device that drivers on this machine offer, the best first: GPUs, then accelerators, then processors.</summary>
    public static IReadOnlyList<string> Found => [.. DeviceInfo.All().Select(device => device.Line)];

    /// <summary>Why there is no device, and what to do; null where there is one.</summary>
    public static string? WhyAbsent => DeviceInfo.All().Count > 0 ? null : WhyNone(0, 0);

    /// <inheritdoc/>
    public override string Name => "opencl";

    /// <inheritdoc/>
    public override string Description => Info.Description;

    /// <summary>0: registers are the compiler's business, and the order of no sum depends on them.</summary>
    public override int Width => 0;

    /// <summary>The versions of platform and driver: another may give other last bits.</summary>
    public string Driver => Info.Driver;

    /// <summary>Programs that were compiled since the device was opened, because they were not found on disk.</summary>
    public int Compiled => _programs.Built;

    /// <inheritdoc/>
    public override MemoryCounters Memory => _pool.Counters;

    /// <summary>Does the device know float64?</summary>
    public bool HasDouble => Info.HasDouble;

    /// <summary>Bytes that the pool takes from the driver at most; tests set less than the device has.</summary>
    internal long MemoryLimit
    {
        get => field > 0 ? field : Info.MemoryBytes;
        init;
    }

    /// <summary>Groups that run a kernel at most; with few, tests see items take more than one turn at small sizes. No result depends on it.</summary>
    internal int MostGroups { get; init; } = Groups.Most;

    internal DeviceInfo Info { get; }

    internal Queue Queue => _queue;

    internal Programs Programs => _programs;

    /// <inheritdoc/>
    public override bool SharesMemoryWith(Device other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The buffer is the caller's.")]
    public override Buffer Acquire(long bytes) => _pool.Take(bytes);

    /// <inheritdoc/>
    public override void Release(params ReadOnlySpan<Buffer> buffers)
    {
        foreach (Buffer each in buffers)
        {
            var buffer = DeviceBuffer.Of(each);
            if (buffer.Device != this) throw new DeviceException($"opencl: a buffer of another OpenClDevice ({buffer.Device.Description}) is given back; give it back there");
            _ = _pool.TakeBack(buffer);
        }
    }

    /// <inheritdoc/>
    public override void Trim() => _pool.Trim();

    /// <inheritdoc/>
    public override void Synchronise()
    {
        // The queue runs in order: what is read last is read when all else is done.
        Buffer one = Acquire(sizeof(int));
        try
        {
            _queue.Fill(0, (DeviceBuffer)one, 0, sizeof(int));      // nothing of an earlier owner
            _queue.Read((DeviceBuffer)one, 0, stackalloc int[1]);
        }
        finally
        {
            Release(one);
        }
    }

    /// <summary>Gives queue, programs and waiting memory back to the driver. Tensors of the device cannot be used afterwards.</summary>
    public void Dispose()
    {
        _queue.Dispose();
        _pool.Close();
        _programs.Dispose();
    }

    /// <summary>See <see cref="Programs.Instead"/>.</summary>
    internal Func<string, string, string>? Instead
    {
        init => _programs.Instead = value;
    }

    /// <summary>What failed for want of memory, and who holds it.</summary>
    internal DeviceException NoMemory(string what) =>
        new($"opencl: {what}: {_pool.Usage}; end memory scopes earlier, or use smaller batches{(Holders?.Invoke(this) is { } who ? $"; {who}" : "")}");

    internal nint Allocate(long bytes, out int status) => _queue.Allocate(bytes, out status);

    private Groups GroupsFor(long count) => Groups.For(count, MostGroups);

    private Groups GroupsOf(long pieces) => Groups.Of(pieces, MostGroups);

    private static string WhyNone(int count, int place) =>
        !Cl.IsThere ? "this machine has no OpenCL library; install a GPU driver, or on Debian and Ubuntu pocl-opencl-icd, which runs on the processor"
        : count == 0 && DeviceInfo.Look(out string refusals).Count == 0 && refusals.Length > 0 ? $"no OpenCL driver offers a device ({refusals}); install another driver or, for PoCL, set POCL_CACHE_DIR to a folder that can be written"
        : count == 0 ? "no OpenCL driver offers a device; install a GPU driver, or on Debian and Ubuntu pocl-opencl-icd, which runs on the processor"
        : $"there is no OpenCL device {place}; the machine has {count}, counted from 0";
}
