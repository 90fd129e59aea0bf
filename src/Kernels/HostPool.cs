using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>Free buffers by size class: four classes per power of two, so that at most a fifth of a large buffer is unused. Small ones wait with
/// the thread that gave them back, where taking one needs no lock; the others, and what a thread has too many of, wait with those of all
/// threads. When the system is asked for more, what waits there is at most as much as was ever in use (or <see cref="AlwaysKept"/>).</summary>
internal sealed class HostPool(Device device)
{
    /// <summary>So much may wait in any case: 64 MiB.</summary>
    internal const long AlwaysKept = 64L << 20;

    /// <summary>Above this a lock costs nothing beside what is done with the buffer: 32 KiB.</summary>
    private const long LargestOwn = 32 << 10;

    /// <summary>So many bytes of one size class may wait with a thread: 1 MiB.</summary>
    private const long OwnBytesPerClass = 1 << 20;

    private const int SmallestBytes = 64, Classes = 256;
    private static readonly int s_ownClasses = ClassOf(LargestOwn) + 1;

    private readonly Lock _lock = new();
    private readonly Shelf _common = new(Classes);

    // By managed thread id. No two living threads have the same id, so each shelf has one user; a new thread that gets the id of one that has
    // ended takes over its shelf. The array is replaced when it grows, never changed but at a thread's own place.
    private Shelf?[] _own = [];
    private long _bytesHeld, _peak;

    internal MemoryCounters Counters
    {
        get
        {
            lock (_lock) return Count();
        }
    }

    private MemoryCounters Count()
    {
        (long acquired, long released, long bytes) = (_common.Acquired, _common.Released, _common.BytesInUse);
        foreach (Shelf? own in _own)
        {
            if (own is null) continue;
            acquired += Volatile.Read(ref own.Acquired);
            released += Volatile.Read(ref own.Released);
            bytes += Volatile.Read(ref own.BytesInUse);
        }
        return new MemoryCounters(acquired, released, bytes, _bytesHeld);
    }

    internal CpuBuffer Take(long bytes)
    {
        int sizeClass = ClassOf(bytes);
        return sizeClass < s_ownClasses && Own().TryTake(sizeClass) is { } own ? own : TakeCommon(sizeClass);
    }

    private CpuBuffer TakeCommon(int sizeClass)
    {
        bool hoards;
        lock (_lock)
        {
            if (_common.TryTake(sizeClass) is { } waiting) return waiting;
            long inUse = Count().BytesInUse;
            _peak = Math.Max(_peak, inUse);
            hoards = _bytesHeld - inUse > Math.Max(_peak, AlwaysKept);
        }
        if (hoards) Trim();
        var buffer = new CpuBuffer(device, this, BytesOf(sizeClass), sizeClass);        // counted only when the system could give it
        lock (_lock)
        {
            _bytesHeld += buffer.Bytes;
            _common.CountTaken(buffer);
        }
        return buffer;
    }

    /// <summary>Takes those back that are in use.</summary>
    internal void TakeBack(ReadOnlySpan<Buffer> buffers)
    {
        Shelf own = Own();
        foreach (Buffer each in buffers)
        {
            var buffer = (CpuBuffer)each;
            if (!buffer.InUse) continue;
            Poison(buffer);
            if (buffer.SizeClass >= s_ownClasses || !own.TryPut(buffer, OwnBytesPerClass)) TakeBackForAll(buffer);
        }
    }

    /// <summary>Takes one back that is in use, for whichever thread needs it; true when it was.</summary>
    internal bool TakeBackForAll(CpuBuffer buffer)
    {
        lock (_lock) return buffer.InUse && _common.TryPut(buffer, long.MaxValue);
    }

    /// <summary>Gives what waits with this thread and with those of all threads back to the system.</summary>
    internal void Trim()
    {
        for (int sizeClass = 0; sizeClass < Classes; sizeClass++)
        {
            CpuBuffer? own = sizeClass < s_ownClasses ? Own().Clear(sizeClass) : null, common;
            lock (_lock)
            {
                common = _common.Clear(sizeClass);
                for (CpuBuffer? buffer = own; buffer is not null; buffer = buffer.Next) _bytesHeld -= buffer.Bytes;
                for (CpuBuffer? buffer = common; buffer is not null; buffer = buffer.Next) _bytesHeld -= buffer.Bytes;
                _peak = 0;
            }
            for (; own is not null; own = own.Next) own.Free();
            for (; common is not null; common = common.Next) common.Free();
        }
    }

    private Shelf Own()
    {
        int thread = Environment.CurrentManagedThreadId;
        Shelf?[] all = _own;
        return thread < all.Length && all[thread] is { } own ? own : AddOwn(thread);
    }

    private Shelf AddOwn(int thread)
    {
        lock (_lock)
        {
            if (thread < _own.Length && _own[thread] is { } known) return known;        // of a thread that has ended, when the array was read too early
            var grown = new Shelf?[Math.Max(_own.Length, thread + 1)];
            _own.CopyTo(grown, 0);
            Shelf own = grown[thread] = new Shelf(s_ownClasses);
            Volatile.Write(ref _own, grown);
            return own;
        }
    }

    /// <summary>Fills with a NaN pattern in debug builds, so that a use after release cannot look right.</summary>
    [Conditional("DEBUG")]
    private static unsafe void Poison(CpuBuffer buffer) => NativeMemory.Fill(buffer.Pointer, (nuint)buffer.Bytes, 0xFF);

    internal static int ClassOf(long bytes)
    {
        if (bytes <= SmallestBytes) return 0;
        int log = BitOperations.Log2((ulong)(bytes - 1));       // 2^log < bytes <= 2^(log+1)
        int step = (int)((bytes - 1 - (1L << log)) >> (log - 2)) + 1;
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
