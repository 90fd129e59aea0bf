using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>The one queue of a device, which runs in order: what is put in later sees what earlier kernels wrote, and nothing needs to wait.</summary>
internal sealed unsafe class Queue : IDisposable
{
    /// <summary>Up to this much is copied aside and written when its turn comes; more waits for the queue: 256 KiB.</summary>
    private const int LargestAside = 256 << 10;

    /// <summary>A driver may keep what is put in to itself until someone waits (OpenCL 1.2, section 5.13); so often it is told to begin.</summary>
    private const int FlushEvery = 32;

    private const uint PlatformOfContext = 0x1084, EventState = 0x11D3;
    private const int Complete = 0;

    /// <summary>As in Prelude.cl: is there one, what kind, the index, its position, the axis, the size.</summary>
    private const int FaultNumbers = 6;

    /// <summary>Every thread has a place for what its kernels find wrong, so that it is told to the thread that asked for them; two of so many threads
    /// may share one.</summary>
    private const int FaultPlaces = 256;

    private readonly Lock _lock = new();
    private readonly Queue<(nint Written, nint Memory)> _aside = new();
    private readonly nint _handle, _faults;
    private readonly bool[] _mayFault = new bool[FaultPlaces];
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
        _faults = Allocate(FaultPlaces * FaultNumbers * sizeof(int), out status);
        Status.Check(status, "allocating");
        int nothing = 0;
        Status.Check(Cl.EnqueueFillBuffer(_handle, _faults, &nothing, sizeof(int), 0, FaultPlaces * FaultNumbers * sizeof(int), 0, null, null), "filling");
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
        int place = PlaceOfThread;
        arguments.Add(_faults);
        arguments.Add(place * FaultNumbers);
        Run(kernel, arguments, groups);
        if (mayFault) Volatile.Write(ref _mayFault[place], true);
    }

    /// <summary>Waits for all that was put in before, and copies elements to the host. Other threads may put more in meanwhile.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A kernel of this thread met an index outside of its array since the thread's last reading.</exception>
    internal void Read<T>(DeviceBuffer source, long offset, Span<T> target)
        where T : unmanaged
    {
        int* faults = stackalloc int[FaultNumbers];
        int place = PlaceOfThread;
        bool mayFault;
        fixed (T* first = target)
        {
            nint done = 0;
            lock (_lock)
            {
                RequireOpen();
                mayFault = _mayFault[place];
                _mayFault[place] = false;
                long bytes = (long)target.Length * sizeof(T);
                (_counts.Reads, _counts.BytesRead) = (_counts.Reads + 1, _counts.BytesRead + bytes);
                int status = Status.Success;
                if (mayFault) status = Cl.EnqueueReadBuffer(_handle, _faults, 0, FaultsOf(place), FaultNumbers * sizeof(int), faults, 0, null, null);
                if (status == Status.Success) status = Cl.EnqueueReadBuffer(_handle, source.Handle, 0, (nuint)offset, (nuint)bytes, first, 0, null, &done);
                if (status < Status.Success) _ = Cl.Finish(_handle);         // nothing may be written here once this method has ended
                Check(status, "reading");
                Flush();
            }
            Wait(done, "reading");          // in order: the other reading is done too
        }
        if (!mayFault || faults[0] == 0) return;
        lock (_lock) ClearFaults(place);
        throw Fault.Of(new ReadOnlySpan<int>(faults, FaultNumbers));
    }

    /// <summary>Copies elements of the host into a buffer when its turn comes.</summary>
    internal void Write<T>(ReadOnlySpan<T> source, DeviceBuffer target, long offset)
        where T : unmanaged
    {
        nuint bytes = (nuint)source.Length * (nuint)sizeof(T);
        bool isAside = bytes <= LargestAside;
        fixed (T* first = source)
        {
            void* from = first;
            if (isAside) System.Buffer.MemoryCopy(first, from = NativeMemory.Alloc(bytes), bytes, bytes);
            nint done = 0;
            lock (_lock)
            {
                RequireOpen();
                FreeWritten();
                (_counts.Writes, _counts.BytesWritten) = (_counts.Writes + 1, _counts.BytesWritten + (long)bytes);
                int status = Cl.EnqueueWriteBuffer(_handle, target.Handle, 0, (nuint)offset, bytes, from, 0, null, &done);
                if (status < Status.Success && isAside) NativeMemory.Free(from);
                Check(status, "writing");
                if (isAside) _aside.Enqueue((done, (nint)from));
                else Flush();
            }
            if (!isAside) Wait(done, "writing");
        }
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

    private void Wait(nint done, string what)
    {
        int status = Cl.WaitForEvents(1, &done);
        lock (_lock)
        {
            _ = Cl.ReleaseEvent(done);
            if (_isReleased) return;
            FreeWritten();
            Check(status, what);
        }
    }

    private static int PlaceOfThread => Environment.CurrentManagedThreadId % FaultPlaces;

    private static nuint FaultsOf(int place) => (nuint)(place * FaultNumbers * sizeof(int));

    private void ClearFaults(int place)
    {
        int nothing = 0;
        Status.Check(Cl.EnqueueFillBuffer(_handle, _faults, &nothing, sizeof(int), FaultsOf(place), FaultNumbers * sizeof(int), 0, null, null), "filling");
    }

    /// <summary>Frees what was copied aside and has been written.</summary>
    private void FreeWritten()
    {
        while (_aside.TryPeek(out (nint Written, nint Memory) oldest))
        {
            int state;
            if (Cl.GetEventInfo(oldest.Written, EventState, sizeof(int), &state, out _) == Status.Success && state > Complete) return;
            _ = Cl.ReleaseEvent(oldest.Written);
            NativeMemory.Free((void*)oldest.Memory);
            _ = _aside.Dequeue();
        }
    }
}
