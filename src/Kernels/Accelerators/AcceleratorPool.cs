namespace DeepPuzzles.Kernels;

/// <summary>What a pool asks of a device's driver.</summary>
internal interface IAcceleratorMemory
{
    /// <summary>The name that messages begin with.</summary>
    string Name { get; }

    /// <summary>What the maker calls the device.</summary>
    string Model { get; }

    /// <summary>The largest buffer that the driver gives.</summary>
    long LargestBufferBytes { get; }

    /// <summary>Bytes that the pool takes from the driver at most.</summary>
    long MemoryLimit { get; }

    /// <summary>A new buffer, or null where the driver has no memory.</summary>
    AcceleratorBuffer? TryAllocate(AcceleratorPool pool, long bytes, int sizeClass);
}

/// <summary>Free buffers of a device by the size classes of the host's pool. A buffer that comes back may be taken at once: the queue runs in order, so
/// whatever still reads it does so before the next one writes.</summary>
internal sealed class AcceleratorPool(IAcceleratorMemory memory)
{
    /// <summary>Buffers of some context, ready to be taken: the driver is asked only where none of the size waits.</summary>
    private readonly Dictionary<int, Stack<AcceleratorBuffer>> _waiting = [];
    private readonly Lock _lock = new();
    private long _acquired, _released, _bytesInUse, _bytesHeld;
    private bool _isClosed;

    internal MemoryCounters Counters
    {
        get
        {
            lock (_lock) return new MemoryCounters(_acquired, _released, _bytesInUse, _bytesHeld);
        }
    }

    internal AcceleratorBuffer Take(long bytes)
    {
        int sizeClass = HostPool.ClassOf(bytes);
        AcceleratorBuffer buffer;
        lock (_lock)
        {
            if (_waiting.TryGetValue(sizeClass, out Stack<AcceleratorBuffer>? waiting) && waiting.TryPop(out AcceleratorBuffer? one)) buffer = one;
            else buffer = Make(HostPool.BytesOf(sizeClass), sizeClass);
            _acquired++;
            _bytesInUse += buffer.Bytes;
            buffer.InUse = true;
        }
        return buffer;
    }

    /// <summary>True when the buffer was in use.</summary>
    internal bool TakeBack(AcceleratorBuffer buffer)
    {
        lock (_lock)
        {
            if (!buffer.InUse) return false;
            buffer.InUse = false;
            buffer.Touch();
            _released++;
            _bytesInUse -= buffer.Bytes;
            if (_isClosed)
            {
                _bytesHeld -= buffer.Bytes;
                buffer.Free();
                return true;
            }
            if (!_waiting.TryGetValue(buffer.SizeClass, out Stack<AcceleratorBuffer>? waiting)) _waiting[buffer.SizeClass] = waiting = new();
            waiting.Push(buffer);
            return true;
        }
    }

    /// <summary>For good: what comes back later goes to the driver.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Trim();
        }
    }

    internal void Trim()
    {
        lock (_lock)
        {
            foreach (Stack<AcceleratorBuffer> waiting in _waiting.Values)
            {
                while (waiting.TryPop(out AcceleratorBuffer? buffer))
                {
                    _bytesHeld -= buffer.Bytes;
                    buffer.Free();
                }
            }
        }
    }

    private AcceleratorBuffer Make(long bytes, int sizeClass)
    {
        if (bytes > memory.LargestBufferBytes) throw new DeviceException($"{memory.Name}: {Size(bytes)} at once: {memory.Model} gives at most {Size(memory.LargestBufferBytes)} to one array; use smaller ones");
        // Drivers promise memory that they do not have and fail in the first kernel that touches it; so the sum is kept here too.
        if (_bytesHeld + bytes > memory.MemoryLimit) Trim();
        for (int attempt = 0; attempt < 2; attempt++)
        {
            if (_bytesHeld + bytes <= memory.MemoryLimit && memory.TryAllocate(this, bytes, sizeClass) is { } buffer)
            {
                _bytesHeld += bytes;
                return buffer;
            }
            Trim();
        }
        throw new DeviceException($"{memory.Name}: no memory for {Size(bytes)} more: {Size(_bytesInUse)} of {Size(memory.MemoryLimit)} of {memory.Model} are in use by {_acquired - _released} arrays; "
            + "end memory scopes earlier, or use smaller batches");
    }

    private static string Size(long bytes) => bytes < 1L << 30
        ? FormattableString.Invariant($"{bytes / (double)(1 << 20):0.##} MiB")
        : FormattableString.Invariant($"{bytes / (double)(1L << 30):0.##} GiB");
}
