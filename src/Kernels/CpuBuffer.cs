using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>64-byte aligned memory of the host. One that is dropped without release goes back to its pool when the garbage collector
/// finds it: a net, not the way.</summary>
internal sealed unsafe class CpuBuffer : Buffer
{
    internal const int Alignment = 64;
    private readonly HostPool _pool;

    internal CpuBuffer(Device device, HostPool pool, long bytes)
        : base(device, bytes)
    {
        _pool = pool;
        Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        GC.AddMemoryPressure(bytes);        // a dropped tensor is a few managed bytes and much memory behind them
    }

    internal byte* Pointer { get; }

    internal void Return() => _pool.TakeBack(this);

    ~CpuBuffer()
    {
        if (InUse && _pool.TakeBack(this))
        {
            GC.ReRegisterForFinalize(this);
            return;
        }
        if (Pointer is null) return;        // the allocation had failed
        NativeMemory.AlignedFree(Pointer);
        GC.RemoveMemoryPressure(Bytes);
    }
}
