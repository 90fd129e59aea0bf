using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>64-byte aligned memory of the host. One that is dropped without release goes back to its pool when the garbage collector
/// finds it: a net, not the way.</summary>
internal sealed unsafe class CpuBuffer : Buffer
{
    internal const int Alignment = 64;

    internal CpuBuffer(Device device, HostPool pool, long bytes, int sizeClass)
        : base(device, bytes)
    {
        Pool = pool;
        SizeClass = sizeClass;
        Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        GC.AddMemoryPressure(bytes);        // a dropped tensor is a few managed bytes and much memory behind them
    }

    internal HostPool Pool { get; }

    internal byte* Pointer { get; private set; }

    internal int SizeClass { get; }

    /// <summary>The next buffer of this size that waits in the pool.</summary>
    internal CpuBuffer? Next { get; set; }

    /// <summary>Gives the memory back to the system; nobody may use the buffer any more.</summary>
    internal void Free()
    {
        if (Pointer is null) return;        // freed before, or the allocation had failed
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        GC.RemoveMemoryPressure(Bytes);
    }

    ~CpuBuffer()
    {
        if (InUse && Pool.TakeBackForAll(this)) GC.ReRegisterForFinalize(this);
        else Free();
    }
}
