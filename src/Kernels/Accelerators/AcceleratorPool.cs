namespace DeepPuzzles.Kernels;

/// <summary>Free buffers of a device by the size classes of the host's pool. A buffer that comes back may be taken at once: the queue runs in order, so
/// whatever still reads it does so before the next one writes.</summary>
internal sealed class AcceleratorPool(AcceleratorDevice device)
{
    /// <summary>Buffers ready to be taken: the driver is asked only where none of the size waits.</summary>
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

    /// <summary>How much of the memory is in use, and by how many arrays. Without the lock: who says it may hold the queue's, which is taken second.</summary>
    internal string Usage =>
        $"{Size(Volatile.Read(ref _bytesInUse))} of {Size(device.MemoryLimit)} of {device.Model} are in use by {Volatile.Read(ref _acquired) - Volatile.Read(ref _released)} arrays";

    internal AcceleratorBuffer Take(long bytes)
    {
        int sizeClass = HostPool.ClassOf(bytes);
        if (TryTake(sizeClass) is { } buffer) return buffer;
        // Tensors that nobody holds give theirs back once the garbage collector finds them, which sees no need: to it they are small.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return TryTake(sizeClass) ?? throw device.NoMemory($"no memory for {Size(HostPool.BytesOf(sizeClass))} more");
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

    /// <summary>A number of bytes in words.</summary>
    internal static string Size(long bytes) => bytes < 1L << 30
        ? FormattableString.Invariant($"{bytes / (double)(1 << 20):0.##} MiB")
        : FormattableString.Invariant($"{bytes / (double)(1L << 30):0.##} GiB");

    private AcceleratorBuffer? TryTake(int sizeClass)
    {
        lock (_lock)
        {
            AcceleratorBuffer? buffer = _waiting.TryGetValue(sizeClass, out Stack<AcceleratorBuffer>? waiting) && waiting.TryPop(out AcceleratorBuffer? one) ? one : Make(HostPool.BytesOf(sizeClass), sizeClass);
            if (buffer is null) return null;
            _acquired++;
            _bytesInUse += buffer.Bytes;
            (buffer.InUse, buffer.Mark, buffer.MarkedEnd) = (true, default, 0);
            return buffer;
        }
    }

    private AcceleratorBuffer? Make(long bytes, int sizeClass)
    {
        if (bytes > device.LargestBufferBytes) throw new DeviceException($"{device.Name}: {Size(bytes)} at once: the device gives at most {Size(device.LargestBufferBytes)} to one array; use smaller ones");
        // Drivers promise memory that they do not have and fail in the first kernel that touches it; so the sum is kept here too.
        if (_bytesHeld + bytes > device.MemoryLimit) Trim();
        for (int attempt = 0; attempt < 2; attempt++)
        {
            if (_bytesHeld + bytes <= device.MemoryLimit && device.TryAllocate(bytes, sizeClass) is { } buffer)
            {
                _bytesHeld += bytes;
                return buffer;
            }
            Trim();
        }
        return null;
    }
}
