using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>Free buffers by size class: four classes per power of two, so that at most a fifth of a large buffer is unused. What waits here is
/// at most as much as was ever in use at once (or <see cref="AlwaysKept"/>) when the system is asked for more.</summary>
internal sealed class HostPool(Device device)
{
    /// <summary>So much may wait in any case: 64 MiB.</summary>
    internal const long AlwaysKept = 64L << 20;

    private const int SmallestBytes = 64;
    private readonly CpuBuffer?[] _free = new CpuBuffer?[256];
    private SpinLock _gate = new(enableThreadOwnerTracking: false);         // held for some ten instructions: cheaper than a lock that can sleep
    private long _acquired, _released, _bytesInUse, _bytesHeld, _peak;

    internal MemoryCounters Counters
    {
        get
        {
            Enter();
            var counters = new MemoryCounters(_acquired, _released, _bytesInUse, _bytesHeld);
            Exit();
            return counters;
        }
    }

    internal CpuBuffer Take(long bytes)
    {
        int sizeClass = ClassOf(bytes);
        Enter();
        CpuBuffer? buffer = _free[sizeClass];
        if (buffer is not null)
        {
            _free[sizeClass] = buffer.Next;
            buffer.Next = null;
            CountTaken(buffer);
        }
        Exit();
        return buffer ?? TakeFresh(sizeClass);
    }

    private CpuBuffer TakeFresh(int sizeClass)
    {
        Enter();
        bool hoards = _bytesHeld - _bytesInUse > Math.Max(_peak, AlwaysKept);
        Exit();
        if (hoards) Trim();
        var buffer = new CpuBuffer(device, this, BytesOf(sizeClass), sizeClass);        // counted only when the system could give it
        Enter();
        _bytesHeld += buffer.Bytes;
        CountTaken(buffer);
        Exit();
        return buffer;
    }

    private void CountTaken(CpuBuffer buffer)
    {
        buffer.InUse = true;
        _acquired++;
        _bytesInUse += buffer.Bytes;
        if (_bytesInUse > _peak) _peak = _bytesInUse;
    }

    /// <summary>Takes those back that are in use; true when one was.</summary>
    internal bool TakeBack(params ReadOnlySpan<Buffer> buffers)
    {
        bool any = false;
        Enter();
        foreach (Buffer each in buffers)
        {
            var buffer = (CpuBuffer)each;
            if (!buffer.InUse) continue;
            any = true;
            buffer.InUse = false;
            buffer.Touch();
            Poison(buffer);
            buffer.Next = _free[buffer.SizeClass];
            _free[buffer.SizeClass] = buffer;
            _released++;
            _bytesInUse -= buffer.Bytes;
        }
        Exit();
        return any;
    }

    /// <summary>Gives all that waits back to the system.</summary>
    internal void Trim()
    {
        for (int sizeClass = 0; sizeClass < _free.Length; sizeClass++)
        {
            Enter();
            CpuBuffer? waiting = _free[sizeClass];
            _free[sizeClass] = null;
            for (CpuBuffer? buffer = waiting; buffer is not null; buffer = buffer.Next) _bytesHeld -= buffer.Bytes;
            _peak = _bytesInUse;
            Exit();
            for (; waiting is not null; waiting = waiting.Next) waiting.Free();
        }
    }

    private void Enter()
    {
        bool entered = false;
        _gate.Enter(ref entered);
    }

    private void Exit() => _gate.Exit(useMemoryBarrier: false);

    /// <summary>Fills with a NaN pattern in debug builds, so that a use after release cannot look right.</summary>
    [Conditional("DEBUG")]
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
