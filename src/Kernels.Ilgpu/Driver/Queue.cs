using ILGPU;
using ILGPU.Runtime;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>The one stream of a device, which runs in order: what is put in later sees what earlier kernels wrote, and nothing needs to wait.</summary>
internal sealed partial class Queue : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _name;
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly MemoryBuffer _faults;
    private readonly bool[] _mayFault = new bool[Fault.Places];

    /// <summary>By the kernel: its launcher. A method's delegate is made once by the compiler, so it finds itself by its own place in memory.</summary>
    private readonly Dictionary<Delegate, Delegate> _kernels = new(ReferenceEqualityComparer.Instance);

    private QueueCounts _counts;
    private string? _end;
    private bool _isReleased;

    internal Queue(string name, Context context, ILGPU.Runtime.Device device)
    {
        (_name, _context) = (name, context);
        try
        {
            _accelerator = device.CreateAccelerator(context);
            _stream = _accelerator.CreateStream();
            _faults = _accelerator.AllocateRaw(Fault.Places * Fault.Numbers, sizeof(int));
            _faults.MemSet(_stream, 0, 0, _faults.LengthInBytes);
        }
        catch (Exception failure) when (failure is AcceleratorException or NotSupportedException or CapabilityNotSupportedException)
        {
            throw Told(failure, $"opening {device.Name}");
        }
    }

    internal Accelerator Accelerator => _accelerator;

    /// <summary>What was asked of the driver since the queue was made.</summary>
    internal QueueCounts Counts
    {
        get
        {
            lock (_lock) return _counts;
        }
    }

    /// <summary>Compiles a kernel before its first launch, so that a test may tell what that costs.</summary>
    internal int Kernels
    {
        get
        {
            lock (_lock) return _kernels.Count;
        }
    }

    /// <summary>Null where the driver has no memory.</summary>
    internal MemoryBuffer? Allocate(long bytes)
    {
        lock (_lock)
        {
            RequireOpen();
            _accelerator.Bind();
            _counts.Allocations++;
            try
            {
                return _accelerator.AllocateRaw(bytes, 1);
            }
            catch (Exception failure) when (failure is AcceleratorException or OutOfMemoryException)
            {
                return null;        // a lost device says so at its next command
            }
        }
    }

    /// <summary>The stream may still use the memory: it is waited for.</summary>
    internal void Free(MemoryBuffer memory)
    {
        lock (_lock)
        {
            if (_isReleased) return;        // it went with the accelerator
            _accelerator.Bind();
            try
            {
                memory.Dispose();
            }
            catch (AcceleratorException)
            {
                // Nothing can be done where a driver refuses.
            }
        }
    }

    internal void Copy(IlgpuBuffer source, long from, IlgpuBuffer target, long to, long bytes)
    {
        lock (_lock)
        {
            RequireOpen();
            _accelerator.Bind();
            _counts.Copies++;
            try
            {
                source.Memory.CopyTo(_stream, from, target.Memory.AsRawArrayView(to, bytes));
            }
            catch (AcceleratorException failure)
            {
                throw Lost(failure, "copying");
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isReleased) return;
            _isReleased = true;
            _end = "the device was disposed";
            _accelerator.Bind();
            try
            {
                _stream.Synchronize();
            }
            catch (AcceleratorException)
            {
                // What fails here failed before and was told.
            }
            _faults.Dispose();
            _stream.Dispose();
            _accelerator.Dispose();
            _context.Dispose();
        }
    }

    private void RequireOpen()
    {
        if (_end is not null) throw new DeviceException($"{_name}: {_end}");
    }

    /// <summary>A command failed: drivers answer nothing more of the context then.</summary>
    private DeviceException Lost(Exception failure, string what)
    {
        _end ??= $"the device failed before, in {what} ({Line(failure)}); start the program again";
        return Told(failure, what);
    }

    private DeviceException Told(Exception failure, string what) => new($"{_name}: {what} failed: {Line(failure)}");

    private static string Line(Exception failure)
    {
        while (failure.InnerException is { } inner) failure = inner;
        return failure.Message.Split('\n')[0].Trim();
    }
}
