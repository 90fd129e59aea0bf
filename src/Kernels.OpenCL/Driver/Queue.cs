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
    private readonly Faults _faults = new();
    private readonly OpenClDevice _device;
    private readonly nint _handle, _written;
    private QueueCounts _counts;
    private int _unflushed;
    private string? _end;
    private bool _isReleased;

    internal Queue(OpenClDevice opened)
    {
        _device = opened;
        DeviceInfo device = opened.Info;
        nint id = device.Id;
        nint* properties = stackalloc nint[] { (nint)PlatformOfContext, device.Platform, 0 };
        Context = Cl.CreateContext(properties, 1, &id, 0, 0, out int status);
        Status.Check(status, $"opening {device.Name}");
        _handle = Cl.CreateCommandQueue(Context, id, 0, out status);
        Status.Check(status, $"opening a queue of {device.Name}");
        _written = Allocate(Faults.Bytes, out status);
        Status.Check(status, "allocating");
        int nothing = 0;
        Status.Check(Cl.EnqueueFillBuffer(_handle, _written, &nothing, sizeof(int), 0, Faults.Bytes, 0, null, null), "filling");
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
            nint handle = Cl.CreateBuffer(Context, 0, (nuint)bytes, null, out status);
            NoteLoss(status, "allocating");
            return handle;
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run(Kernel kernel, in Arguments arguments, Groups groups)
    {
        lock (_lock) Start(kernel, arguments, groups, default);
    }

    /// <summary>The same for a kernel whose last parameters are <c>global int *faults, const int faultsFrom</c>: what it finds wrong is told by a later
    /// reading; see <see cref="Faults"/>.</summary>
    internal void RunWithFaults(Kernel kernel, ref Arguments arguments, Groups groups, bool mayFault = true)
    {
        arguments.Add(_written);
        arguments.Add(FaultPlaces.Mine * Fault.Numbers);
        lock (_lock) Start(kernel, arguments, groups, mayFault ? _faults.Asked() : default);
    }

    /// <summary>Repeats a pattern of 1, 4 or 8 bytes.</summary>
    internal void Fill<T>(T pattern, DeviceBuffer target, long offset, long bytes)
        where T : unmanaged
    {
        lock (_lock)
        {
            Require(target);
            _counts.Fills++;
            Check(Cl.EnqueueFillBuffer(_handle, target.Handle, &pattern, (nuint)sizeof(T), (nuint)offset, (nuint)bytes, 0, null, null), "filling");
            SetMark(target, default, offset + bytes, replaces: offset == 0);
        }
    }

    internal void Copy(DeviceBuffer source, long from, DeviceBuffer target, long to, long bytes)
    {
        lock (_lock)
        {
            Require(source);
            Require(target);
            _counts.Copies++;
            Check(Cl.EnqueueCopyBuffer(_handle, source.Handle, target.Handle, (nuint)from, (nuint)to, (nuint)bytes, 0, null, null), "copying");
            SetMark(target, source.Mark, to + bytes, replaces: to == 0);
        }
    }

    /// <summary>Every command's status passes here, under the lock. Where the device is lost, nothing more is asked of its driver, which might wait for
    /// ever.</summary>
    internal void Check(int status, string what)
    {
        NoteLoss(status, what);
        if (Status.MeansNoMemory(status)) throw _device.NoMemory($"{what} failed: {Status.Name(status)}");      // drivers may look for it this late
        Status.Check(status, what);
        if (++_unflushed >= FlushEvery) Flush();
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    ~Queue() => Release();

    private void Release()
    {
        lock (_lock)
        {
            if (_isReleased) return;
            _isReleased = true;
            if (_handle != 0)
            {
                if (_end is null)
                {
                    _ = Cl.Finish(_handle);         // what fails here failed before and was told
                    _faults.Settle(_faults.Closed);
                }
                FreeWritten();
                _ = Cl.ReleaseCommandQueue(_handle);
            }
            _end = "the device was disposed";
            if (_written != 0) _ = Cl.ReleaseMemObject(_written);
            if (Context != 0) _ = Cl.ReleaseContext(Context);
        }
    }

    private void Start(Kernel kernel, in Arguments arguments, Groups groups, Mark mark)
    {
        nuint* global = stackalloc nuint[] { (nuint)groups.X * (nuint)groups.SizeX, (nuint)groups.Y * (nuint)groups.SizeY, (nuint)groups.Z };
        nuint* local = stackalloc nuint[] { (nuint)groups.SizeX, (nuint)groups.SizeY, 1 };
        RequireOpen();
        for (int array = 0; array < arguments.Arrays; array++) Require(arguments.Buffer(array));
        arguments.SetOn(kernel);
        _counts.Launches++;
        Check(Cl.EnqueueNDRangeKernel(_handle, kernel.Handle, 3, null, global, local, 0, null, null), kernel.Name);
        for (int array = 0; array < arguments.Arrays; array++)
        {
            if (!arguments.IsWritten(array, out _, out bool replaces) || !replaces) mark = _faults.Of(mark, arguments.Buffer(array).Mark);
        }
        for (int array = 0; array < arguments.Arrays; array++)
        {
            if (arguments.IsWritten(array, out long end, out bool replaces)) SetMark(arguments.Buffer(array), mark, end, replaces);
        }
    }

    /// <summary>Something was written up to that byte, from the first on where it replaces what was there.</summary>
    private void SetMark(DeviceBuffer target, Mark mark, long end, bool replaces)
    {
        if (!replaces || end < target.MarkedEnd) (mark, end) = (_faults.Of(target.Mark, mark), Math.Max(end, target.MarkedEnd));
        target.Mark = mark;
        target.MarkedEnd = mark.Places == 0 ? 0 : end;
    }

    /// <summary>Whatever a verb is given passes here: a driver that is handed a wrong name takes the process with it.</summary>
    private void Require(DeviceBuffer buffer)
    {
        RequireOpen();
        if (buffer.Device != _device) throw new DeviceException($"opencl: an array is of another OpenClDevice ({buffer.Device.Description}), opened for itself; move it with .MoveTo(device)");
        if (!buffer.InUse || buffer.Handle == 0) throw new DeviceException("opencl: an array was given back before it was used; release it later");
    }

    private void NoteLoss(int status, string what)
    {
        if (Status.MeansLost(status)) _end ??= $"the device failed before, in {what} ({Status.Name(status)}); start the program again";
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
