namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Memory of an OpenCL device. One that is dropped without release goes back to its pool when the garbage collector finds it: a net, not the
/// way.</summary>
internal sealed class DeviceBuffer : Buffer
{
    internal DeviceBuffer(OpenClDevice device, DevicePool pool, nint handle, long bytes, int sizeClass)
        : base(device, bytes)
    {
        (Pool, Handle, SizeClass) = (pool, handle, sizeClass);
        GC.AddMemoryPressure(bytes);        // a dropped tensor is a few managed bytes and much memory behind them
    }

    /// <summary>The driver's own name for it.</summary>
    internal nint Handle { get; private set; }

    internal int SizeClass { get; }

    internal DevicePool Pool { get; }

    /// <summary>On whose faults its contents depend. Under the queue's lock.</summary>
    internal Mark Mark { get; set; }

    /// <summary>Up to which byte they do.</summary>
    internal long MarkedEnd { get; set; }

    /// <exception cref="DeviceException">The memory is not that of an OpenCL device.</exception>
    internal static DeviceBuffer Of(Buffer buffer) => buffer as DeviceBuffer
        ?? throw new DeviceException(buffer is null ? "opencl: an array without memory; take some with Acquire" : $"opencl: an array is on {buffer.Device.Name}; move it with .MoveTo(device)");

    /// <summary>Gives the memory back to the driver, which keeps it until the queue has done with it.</summary>
    internal void Free()
    {
        if (Handle == 0) return;
        _ = Cl.ReleaseMemObject(Handle);        // nothing can be done where a driver refuses
        Handle = 0;
        GC.RemoveMemoryPressure(Bytes);
    }

    ~DeviceBuffer()
    {
        if (InUse && Pool.TakeBack(this)) GC.ReRegisterForFinalize(this);
        else Free();
    }
}
