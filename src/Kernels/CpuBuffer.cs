using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>64-byte aligned memory of the host. One that is dropped without release goes back to its pool when the garbage collector
/// finds it: a net, not the way.</summary>
internal sealed unsafe partial class CpuBuffer : Buffer
{
    internal const int Alignment = 64;

    /// <summary>A large page, and the bytes from which on a buffer asks for them: with less, much of a page would be unused.</summary>
    private const int LargePage = 2 << 20, LargeBuffer = 2 * LargePage;

    /// <summary>From the header of the Linux kernel, asm-generic/mman-common.h: MADV_HUGEPAGE.</summary>
    private const int InLargePages = 14;

    internal CpuBuffer(Device device, HostPool pool, long bytes, int sizeClass)
        : base(device, bytes)
    {
        Pool = pool;
        SizeClass = sizeClass;
        bool inLargePages = OperatingSystem.IsLinux() && bytes >= LargeBuffer;
        Pointer = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, (nuint)(inLargePages ? LargePage : Alignment));
        if (inLargePages) _ = Advise(Pointer, (nuint)bytes, InLargePages);       // a wish: where it is refused, the memory is as good but slower
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

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* start, nuint length, int advice);

    ~CpuBuffer()
    {
        if (InUse && Pool.TakeBackForAll(this)) GC.ReRegisterForFinalize(this);
        else Free();
    }
}
