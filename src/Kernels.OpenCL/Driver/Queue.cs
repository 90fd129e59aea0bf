namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>The one queue of a device, which runs in order: what is put in later sees what earlier kernels wrote, and nothing needs to wait.</summary>
internal sealed unsafe partial class Queue : IDisposable
{
    /// <summary>Up to this much is copied aside and written when its turn comes; more waits for the queue: 256 KiB.</summary>
    private const int LargestAside = 256 << 10;

    /// <summary>A driver may keep what is put in to itself until someone waits (OpenCL 1.2, section 5.13); so often it is told to begin.</summary>
    private const int FlushEvery = 32;

    private const uint PlatformOfContext = 0x1084, EventState = 0x11D3;
    private const int Complete = 0;

    private readonly Lock _lock = new();
    private readonly Queue<(nint Written, nint Memory)> _aside = new();
    private readonly nint _handle, _faults;
    private readonly bool[] _mayFault = new bool[Fault.Places];
    private QueueCounts _counts;
    private int _unflushed;
    private string? _end;
    private bool _isReleased;

    internal Queue(DeviceInfo device)
    {
        nint id = device.Id;
        nint* properties = stackalloc nint[] { (nint)PlatformOfContext, device.Platform, 0 };
        Context = Cl.CreateContext(properties, 1, &id, 0, 0, out int status);
        Status.Check(status, $"opening {device.Name}");
        _handle = Cl.CreateCommandQueue(Context, id, 0, out status);
        Status.Check(status, $"opening a queue of {device.Name}");
        _faults = Allocate(Fault.Places * Fault.Numbers * sizeof(int), out status);
        Status.Check(status, "allocating");
        int nothing = 0;
        Status.Check(Cl.EnqueueFillBuffer(_handle, _faults, &nothing, sizeof(int), 0, Fault.Places * Fault.Numbers * sizeof(int), 0, null, null), "filling");
    }

    internal nint Context { get; }

    /// <summary>What was asked of the driver since the queue was made.</summary>
    internal QueueCounts Counts
    {
        get
        {
            lock (_lock) return _counts;
        }
    }

    /// <summary>0 where the driver has no memory.</summary>
    internal nint Allocate(long bytes, out int status)
    {
        lock (_lock)
        {
            RequireOpen();
            _counts.Allocations++;
            return Cl.CreateBuffer(Context, 0, (nuint)bytes, null, out status);
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run(Kernel kernel, in Arguments arguments, Groups groups)
    {
        nuint* global = stackalloc nuint[] { (nuint)groups.X * (nuint)groups.SizeX, (nuint)groups.Y * (nuint)groups.SizeY, (nuint)groups.Z };
        nuint* local = stackalloc nuint[] { (nuint)groups.SizeX, (nuint)groups.SizeY, 1 };
        lock (_lock)
        {
            RequireOpen();
            arguments.SetOn(kernel);
            _counts.Launches++;
            Check(Cl.EnqueueNDRangeKernel(_handle, kernel.Handle, 3, null, global, local, 0, null, null), kernel.Name);
        }
    }

    /// <summary>The same for a kernel whose last parameters are <c>global int *faults, const int faultsFrom</c>: what it finds wrong is told at this
    /// thread's next reading.</summary>
    internal void RunWithFaults(Kernel kernel, ref Arguments arguments, Groups groups, bool mayFault = true)
    {
        int place = Fault.PlaceOfThread;
        arguments.Add(_faults);
        arguments.Add(place * Fault.Numbers);
        Run(kernel, arguments, groups);
        if (mayFault) Volatile.Write(ref _mayFault[place], true);
    }

    /// <summary>Repeats a pattern of 1, 4 or 8 bytes.</summary>
    internal void Fill<T>(T pattern, DeviceBuffer target, long offset, long bytes)
        where T : unmanaged
    {
        lock (_lock)
        {
            RequireOpen();
            _counts.Fills++;
            Check(Cl.EnqueueFillBuffer(_handle, target.Handle, &pattern, (nuint)sizeof(T), (nuint)offset, (nuint)bytes, 0, null, null), "filling");
        }
    }

    internal void Copy(DeviceBuffer source, long from, DeviceBuffer target, long to, long bytes)
    {
        lock (_lock)
        {
            RequireOpen();
            _counts.Copies++;
            Check(Cl.EnqueueCopyBuffer(_handle, source.Handle, target.Handle, (nuint)from, (nuint)to, (nuint)bytes, 0, null, null), "copying");
        }
    }

    /// <summary>Every command's status passes here, under the lock. Where the device is lost, nothing more is asked of its driver, which might wait for
    /// ever.</summary>
    internal void Check(int status, string what)
    {
        if (Status.MeansLost(status)) _end ??= $"the device failed before, in {what} ({Status.Name(status)}); start the program again";
        Status.Check(status, what);
        if (++_unflushed >= FlushEvery) Flush();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isReleased) return;
            _isReleased = true;
            if (_end is null) _ = Cl.Finish(_handle);         // what fails here failed before and was told
            _end = "the device was disposed";
            FreeWritten();
            _ = Cl.ReleaseMemObject(_faults);
            _ = Cl.ReleaseCommandQueue(_handle);
            _ = Cl.ReleaseContext(Context);
        }
    }

    private void RequireOpen()
    {
        if (_end is not null) throw new DeviceException($"opencl: {_end}");
    }

    private void Flush()
    {
        _unflushed = 0;
        _ = Cl.Flush(_handle);          // a wish; what is wrong is told by the next command
    }
}
