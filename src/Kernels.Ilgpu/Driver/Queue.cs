using ILGPU;
using ILGPU.Runtime;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>A stream of ILGPU.</summary>
internal sealed partial class Queue : AcceleratorQueue
{
    private readonly IlgpuDevice _device;
    private readonly Context _context;
    private readonly Accelerator _accelerator;
    private readonly AcceleratorStream _stream;
    private readonly MemoryBuffer _written;

    /// <summary>By the kernel: its launcher. A method's delegate is made once by the compiler, so it finds itself by its own place in memory.</summary>
    private readonly Dictionary<Delegate, Delegate> _kernels = new(ReferenceEqualityComparer.Instance);

    /// <summary>All that was allocated: else ILGPU's finalisers would free what finalisers of ours put back to wait in the pool.</summary>
    private readonly HashSet<MemoryBuffer> _memory = new(ReferenceEqualityComparer.Instance);

    internal Queue(IlgpuDevice opened, Context context, ILGPU.Runtime.Device device)
        : base(opened)
    {
        (_device, _context) = (opened, context);
        try
        {
            _accelerator = device.CreateAccelerator(context);
            _stream = _accelerator.CreateStream();
            _written = _accelerator.AllocateRaw(DeepPuzzles.Kernels.Faults.Numbers, sizeof(int));
            _written.MemSet(_stream, 0, 0, _written.LengthInBytes);
        }
        catch (Exception failure) when (failure is AcceleratorException or NotSupportedException or CapabilityNotSupportedException)
        {
            throw Told(failure, $"opening {device.Name}");
        }
    }

    internal Accelerator Accelerator => _accelerator;

    /// <summary>Kernels that were compiled since the device was opened.</summary>
    internal int Kernels
    {
        get
        {
            lock (Lock) return _kernels.Count;
        }
    }

    /// <summary>Null where the driver has no memory.</summary>
    internal MemoryBuffer? Allocate(long bytes)
    {
        lock (Lock)
        {
            RequireOpen();
            Counted.Allocations++;
            try
            {
                _accelerator.Bind();
                MemoryBuffer memory = _accelerator.AllocateRaw(bytes, 1);
                _ = _memory.Add(memory);
                return memory;
            }
            catch (Exception failure) when (DriverError.MeansNoMemory(failure))
            {
                return null;
            }
            catch (AcceleratorException failure)
            {
                throw Failed(failure, "allocating");
            }
        }
    }

    /// <summary>The stream may still use the memory: it is waited for.</summary>
    internal void Free(MemoryBuffer memory)
    {
        lock (Lock)
        {
            _ = _memory.Remove(memory);
            if (IsReleased) return;        // it went with the accelerator
            try
            {
                _accelerator.Bind();
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
        lock (Lock)
        {
            Require(source);
            Require(target);
            Counted.Copies++;
            try
            {
                _accelerator.Bind();
                source.Memory.CopyTo(_stream, from, target.Memory.AsRawArrayView(to, bytes));
            }
            catch (AcceleratorException failure)
            {
                throw Failed(failure, "copying");
            }
            Mark(target, source.Mark, to + bytes, replaces: to == 0);
        }
    }

    /// <summary>Every failure of a command passes here, under the lock. The device ends where the driver has lost it; what the driver refuses leaves it as it was.</summary>
    internal DeviceException Failed(Exception failure, string what)
    {
        if (DriverError.MeansNoMemory(failure)) return _device.NoMemory($"{what} failed: {DriverError.Line(failure)}");
        if (DriverError.MeansLost(failure)) NoteLoss(what, DriverError.Line(failure));
        return Told(failure, what);
    }

    protected override void GiveBack(bool disposing)
    {
        try
        {
            // Where nobody holds the queue, ILGPU's finalisers may have been here.
            if (disposing && _accelerator is not null)
            {
                _accelerator.Bind();
                _stream?.Synchronize();
                Known.Settle(Known.Closed);
            }
        }
        catch (AcceleratorException)
        {
            // What fails here failed before and was told.
        }
        try
        {
            _written?.Dispose();
            _stream?.Dispose();
            _accelerator?.Dispose();
            _context.Dispose();
        }
        catch (Exception failure) when (failure is AcceleratorException or ObjectDisposedException)
        {
            // Nothing can be done where a driver refuses.
        }
    }

    private DeviceException Told(Exception failure, string what) => new($"{_device.Name}: {what} failed: {DriverError.Line(failure)}");
}
