namespace DeepPuzzles.Kernels;

/// <summary>Memory of a device that is not the processor. One that is dropped without release goes back to its pool when the garbage collector finds it: a
/// net, not the way.</summary>
internal abstract class AcceleratorBuffer : Buffer
{
    private readonly AcceleratorPool _pool;
    private bool _isFree;

    protected AcceleratorBuffer(Device device, AcceleratorPool pool, long bytes, int sizeClass)
        : base(device, bytes)
    {
        (_pool, SizeClass) = (pool, sizeClass);
        GC.AddMemoryPressure(bytes);        // a dropped tensor is a few managed bytes and much memory behind them
    }

    internal int SizeClass { get; }

    /// <summary>Gives the memory back to the driver.</summary>
    internal void Free()
    {
        if (_isFree) return;
        _isFree = true;
        FreeMemory();
        GC.RemoveMemoryPressure(Bytes);
    }

    /// <summary>The driver keeps the memory until the queue has done with it.</summary>
    protected abstract void FreeMemory();

    ~AcceleratorBuffer()
    {
        if (InUse && _pool.TakeBack(this)) GC.ReRegisterForFinalize(this);
        else Free();
    }
}
