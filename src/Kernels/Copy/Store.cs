using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

// How a kernel's loop writes its registers, decided once for the loop.

internal unsafe interface IStore
{
    static abstract void Put<T>(Vector<T> value, T* y)
        where T : unmanaged;

    static abstract void Put<T>(Vector512<T> value, T* y)
        where T : unmanaged;
}

/// <summary>Through the cache.</summary>
internal readonly unsafe struct IntoTheCache : IStore
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(Vector<T> value, T* y)
        where T : unmanaged => value.Store(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(Vector512<T> value, T* y)
        where T : unmanaged => value.Store(y);
}

/// <summary>Past the cache, to an address that is a multiple of the register's size: the memory need not be read first. Not ordered with other stores
/// before the next barrier.</summary>
internal readonly unsafe struct PastTheCache : IStore
{
    /// <summary>From this many bytes on a result does not stay in the cache anyway.</summary>
    internal const long Bytes = 16 << 20;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(Vector<T> value, T* y)
        where T : unmanaged => value.StoreAlignedNonTemporal(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put<T>(Vector512<T> value, T* y)
        where T : unmanaged => value.StoreAlignedNonTemporal(y);
}
