namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>The driver's queue.</summary>
internal sealed unsafe partial class Queue : AcceleratorQueue
{
    /// <summary>Up to this much is copied aside and written when its turn comes; more waits for the queue: 256 KiB.</summary>
    private const int LargestAside = 256 << 10;

    /// <summary>A driver may keep what is put in to itself until someone waits (OpenCL 1.2, section 5.13); so often it is told to begin.</summary>
    private const int FlushEvery = 32;

    private const uint PlatformOfContext = 0x1084, EventState = 0x11D3;
    private const int Complete = 0;

    private readonly Queue<(nint Written, nint Memory)> _aside = new();
    private readonly OpenClDevice _device;
    private readonly nint _handle, _written;
    private int _unflushed;

    internal Queue(OpenClDevice opened)
        : base(opened)
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

    /// <summary>0 where the driver has no memory.</summary>
    internal nint Allocate(long bytes, out int status)
    {
        lock (Lock)
        {
            RequireOpen();
            Counted.Allocations++;
            nint handle = Cl.CreateBuffer(Context, 0, (nuint)bytes, null, out status);
            Note(status, "allocating");
            return handle;
        }
    }

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run(Kernel kernel, in Arguments arguments, Groups groups)
    {
        lock (Lock) Start(kernel, arguments, groups, default);
    }

    /// <summary>The same for a kernel whose last parameters are <c>global int *faults, const int faultsFrom</c>: what it finds wrong is told by a later
    /// reading; see <see cref="Faults"/>.</summary>
    internal void RunWithFaults(Kernel kernel, ref Arguments arguments, Groups groups, bool mayFault = true)
    {
        arguments.Add(_written);
        arguments.Add(FaultPlaces.Mine * Fault.Numbers);
        lock (Lock) Start(kernel, arguments, groups, mayFault ? Known.Asked() : default);
    }

    /// <summary>Repeats a pattern of 1, 4 or 8 bytes.</summary>
    internal void Fill<T>(T pattern, DeviceBuffer target, long offset, long bytes)
        where T : unmanaged
    {
        lock (Lock)
        {
            Require(target);
            Counted.Fills++;
            Check(Cl.EnqueueFillBuffer(_handle, target.Handle, &pattern, (nuint)sizeof(T), (nuint)offset, (nuint)bytes, 0, null, null), "filling");
            Mark(target, default, offset + bytes, replaces: offset == 0);
        }
    }

    internal void Copy(DeviceBuffer source, long from, DeviceBuffer target, long to, long bytes)
    {
        lock (Lock)
        {
            Require(source);
            Require(target);
            Counted.Copies++;
            Check(Cl.EnqueueCopyBuffer(_handle, source.Handle, target.Handle, (nuint)from, (nuint)to, (nuint)bytes, 0, null, null), "copying");
            Mark(target, source.Mark, to + bytes, replaces: to == 0);
        }
    }

    /// <summary>Every command's status passes here, under the lock. Where the device is lost, nothing more is asked of its driver, which might wait for
    /// ever.</summary>
    internal void Check(int status, string what)
    {
        Note(status, what);
        if (Status.MeansNoMemory(status)) throw _device.NoMemory($"{what} failed: {Status.Name(status)}");      // drivers may look for it this late
        Status.Check(status, what);
        if (++_unflushed >= FlushEvery) Flush();
    }

    protected override void GiveBack(bool disposing)
    {
        if (_handle != 0)
        {
            if (!HasEnded)
            {
                _ = Cl.Finish(_handle);         // what fails here failed before and was told
                Known.Settle(Known.Closed);
            }
            FreeWritten();
            _ = Cl.ReleaseCommandQueue(_handle);
        }
        if (_written != 0) _ = Cl.ReleaseMemObject(_written);
        if (Context != 0) _ = Cl.ReleaseContext(Context);
    }

    private void Start(Kernel kernel, in Arguments arguments, Groups groups, Mark mark)
    {
        nuint* global = stackalloc nuint[] { (nuint)groups.X * (nuint)groups.SizeX, (nuint)groups.Y * (nuint)groups.SizeY, (nuint)groups.Z };
        nuint* local = stackalloc nuint[] { (nuint)groups.SizeX, (nuint)groups.SizeY, 1 };
        Require(arguments.Arrays);
        arguments.SetOn(kernel);
        Counted.Launches++;
        Check(Cl.EnqueueNDRangeKernel(_handle, kernel.Handle, 3, null, global, local, 0, null, null), kernel.Name);
        Mark(arguments.Arrays, mark);
    }

    private void Note(int status, string what)
    {
        if (Status.MeansLost(status)) NoteLoss(what, Status.Name(status));
    }

    private void Flush()
    {
        _unflushed = 0;
        _ = Cl.Flush(_handle);          // a wish; what is wrong is told by the next command
    }
}
