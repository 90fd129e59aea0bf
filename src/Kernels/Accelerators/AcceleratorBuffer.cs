namespace DeepPuzzles.Kernels;

/// <summary>Memory of a device that is not the processor. One that is dropped without release goes back to its pool when the garbage collector finds it: a
/// net, not the way.</summary>
internal abstract class AcceleratorBuffer : Buffer
{
    private readonly AcceleratorPool _pool;

    protected AcceleratorBuffer(AcceleratorDevice device, long bytes, int sizeClass)
        : base(device, bytes)
    {
        (_pool, SizeClass) = (device.Pool, sizeClass);
        GC.AddMemoryPressure(bytes);        // a dropped tensor is a few managed bytes and much memory behind them
    }

    internal int SizeClass { get; }

    /// <summary>Did the driver get it back?</summary>
    internal bool IsFree { get; private set; }

    /// <summary>On whose faults its contents depend. Under the queue's lock.</summary>
    internal Mark Mark { get; set; }

    /// <summary>Up to which byte they do.</summary>
    internal long MarkedEnd { get; set; }

    /// <summary>The memory of an array, for a device of that name.</summary>
    /// <exception cref="DeviceException">It is not that of such a device.</exception>
    internal static TBuffer Of<TBuffer>(Buffer buffer, string name)
        where TBuffer : AcceleratorBuffer => buffer as TBuffer
        ?? throw new DeviceException(buffer is null ? $"{name}: an array without memory; take some with Acquire" : $"{name}: an array is on {buffer.Device.Name}; move it with .MoveTo(device)");

    /// <summary>Gives the memory back to the driver.</summary>
    internal void Free()
    {
        if (IsFree) return;
        IsFree = true;
        FreeMemory();
        GC.RemoveMemoryPressure(Bytes);
    }

    /// <summary>The driver keeps the memory until the queue has done with it. Nothing can be done where it refuses.</summary>
    protected abstract void FreeMemory();

    ~AcceleratorBuffer()
    {
        if (InUse && _pool.TakeBack(this)) GC.ReRegisterForFinalize(this);
        else Free();
    }
}
