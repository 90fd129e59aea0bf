using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>Free buffers by size class: four classes per power of two, so that at most a fifth of a large buffer is unused.</summary>
internal sealed class HostPool(Device device)
{
    private const int SmallestBytes = 64;
    private readonly Stack<CpuBuffer>?[] _free = new Stack<CpuBuffer>?[256];
    private readonly Lock _lock = new();
    private MemoryCounters _counters;

    internal MemoryCounters Counters
    {
        get
        {
            lock (_lock) return _counters;
        }
    }

    internal CpuBuffer Take(long bytes)
    {
        int sizeClass = ClassOf(bytes);
        CpuBuffer? buffer = null;
        lock (_lock)
        {
            if (_free[sizeClass]?.TryPop(out buffer) == true) Count(buffer.Bytes, fresh: 0);
        }
        if (buffer is null)
        {
            buffer = new CpuBuffer(device, this, BytesOf(sizeClass));       // counted only when the system could give it
            lock (_lock) Count(buffer.Bytes, buffer.Bytes);
        }
        buffer.InUse = true;
        return buffer;
    }

    private void Count(long bytes, long fresh) => _counters = _counters with
    {
        Acquired = _counters.Acquired + 1,
        BytesInUse = _counters.BytesInUse + bytes,
        BytesHeld = _counters.BytesHeld + fresh,
    };

    /// <summary>True when the buffer was in use and now waits in the pool.</summary>
    internal bool TakeBack(CpuBuffer buffer)
    {
        lock (_lock)
        {
            if (!buffer.InUse) return false;
            buffer.InUse = false;
            buffer.Touch();
            Poison(buffer);
            (_free[ClassOf(buffer.Bytes)] ??= new Stack<CpuBuffer>()).Push(buffer);
            _counters = _counters with { Released = _counters.Released + 1, BytesInUse = _counters.BytesInUse - buffer.Bytes };
            return true;
        }
    }

    /// <summary>Fills with a NaN pattern in debug builds, so that a use after release cannot look right.</summary>
    [System.Diagnostics.Conditional("DEBUG")]
    private static unsafe void Poison(CpuBuffer buffer) => NativeMemory.Fill(buffer.Pointer, (nuint)buffer.Bytes, 0xFF);

    internal static int ClassOf(long bytes)
    {
        if (bytes <= SmallestBytes) return 0;
        int log = BitOperations.Log2((ulong)(bytes - 1));       // 2^log < bytes <= 2^(log+1)
        long quarter = 1L << (log - 2);
        int step = (int)((bytes - (1L << log) + quarter - 1) / quarter);
        return (log - BitOperations.Log2(SmallestBytes)) * 4 + step;
    }

    internal static long BytesOf(int sizeClass)
    {
        if (sizeClass == 0) return SmallestBytes;
        int log = (sizeClass - 1) / 4 + BitOperations.Log2(SmallestBytes);
        int step = (sizeClass - 1) % 4 + 1;
        return (1L << log) + step * (1L << (log - 2));
    }
}
