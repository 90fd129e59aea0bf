using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>The one queue of a device, which runs in order: what is put in later sees what earlier kernels wrote, and nothing needs to wait.</summary>
internal sealed unsafe class Queue : IDisposable
{
    /// <summary>Up to this much is copied aside and written when its turn comes; more waits for the queue: 256 KiB.</summary>
    private const int LargestAside = 256 << 10;

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

    /// <summary>Kernels put into the queue so far.</summary>
    internal long Launches { get; private set; }

    /// <summary>0 where the driver has no memory.</summary>
    internal nint Allocate(long bytes, out int status) => Cl.CreateBuffer(Context, 0, (nuint)bytes, null, out status);

    /// <summary>Puts a kernel into the queue.</summary>
    internal void Run(Kernel kernel, in Arguments arguments, Groups groups)
    {
        nuint* global = stackalloc nuint[] { (nuint)groups.X * (nuint)groups.SizeX, (nuint)groups.Y * (nuint)groups.SizeY, (nuint)groups.Z };
        nuint* local = stackalloc nuint[] { (nuint)groups.SizeX, (nuint)groups.SizeY, 1 };
        lock (_lock)
        {
            arguments.SetOn(kernel);
            Status.Check(Cl.EnqueueNDRangeKernel(_handle, kernel.Handle, 3, null, global, local, 0, null, null), kernel.Name);
            Launches++;
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

    /// <summary>Waits for all that was put in before, and copies bytes to the host.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A kernel of this thread met an index outside of its array since the thread's last reading.</exception>
    internal void Read(DeviceBuffer source, long offset, Span<byte> target)
    {
        int* faults = stackalloc int[FaultNumbers];
        int place = PlaceOfThread;
        bool mayFault;
        lock (_lock)
        {
            mayFault = _mayFault[place];
            _mayFault[place] = false;
            // In order: the second reading waits for both.
            if (mayFault) Status.Check(Cl.EnqueueReadBuffer(_handle, _faults, 0, FaultsOf(place), FaultNumbers * sizeof(int), faults, 0, null, null), "reading");
            fixed (byte* first = target) Status.Check(Cl.EnqueueReadBuffer(_handle, source.Handle, 1, (nuint)offset, (nuint)target.Length, first, 0, null, null), "reading");
            FreeWritten();
            if (mayFault && faults[0] != 0) ClearFaults(place);
        }
        if (mayFault && faults[0] != 0) throw Fault.Of(new ReadOnlySpan<int>(faults, FaultNumbers));
    }

    /// <summary>Copies bytes of the host into a buffer when its turn comes.</summary>
    internal void Write(ReadOnlySpan<byte> source, DeviceBuffer target, long offset)
    {
        if (source.Length > LargestAside)
        {
            fixed (byte* first = source)
            {
                lock (_lock) Status.Check(Cl.EnqueueWriteBuffer(_handle, target.Handle, 1, (nuint)offset, (nuint)source.Length, first, 0, null, null), "writing");
            }
            return;
        }
        byte* aside = (byte*)NativeMemory.Alloc((nuint)source.Length);
        source.CopyTo(new Span<byte>(aside, source.Length));
        lock (_lock)
        {
            FreeWritten();
            nint written;
            int status = Cl.EnqueueWriteBuffer(_handle, target.Handle, 0, (nuint)offset, (nuint)source.Length, aside, 0, null, &written);
            if (status < Status.Success) NativeMemory.Free(aside);
            Status.Check(status, "writing");
            _aside.Enqueue((written, (nint)aside));
        }
    }

    /// <summary>Repeats a pattern of 1, 4 or 8 bytes.</summary>
    internal void Fill<T>(T pattern, DeviceBuffer target, long offset, long bytes)
        where T : unmanaged
    {
        lock (_lock) Status.Check(Cl.EnqueueFillBuffer(_handle, target.Handle, &pattern, (nuint)sizeof(T), (nuint)offset, (nuint)bytes, 0, null, null), "filling");
    }

    internal void Copy(DeviceBuffer source, long from, DeviceBuffer target, long to, long bytes)
    {
        lock (_lock) Status.Check(Cl.EnqueueCopyBuffer(_handle, source.Handle, target.Handle, (nuint)from, (nuint)to, (nuint)bytes, 0, null, null), "copying");
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ = Cl.Finish(_handle);         // what fails here failed before and was told
            FreeWritten();
            _ = Cl.ReleaseMemObject(_faults);
            _ = Cl.ReleaseCommandQueue(_handle);
            _ = Cl.ReleaseContext(Context);
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
