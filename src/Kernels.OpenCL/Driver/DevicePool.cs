namespace DeepPuzzles.Kernels.OpenCL;

/// <summary>Free buffers of a device by the size classes of the host's pool. A buffer that comes back may be taken at once: the queue runs in order, so
/// whatever still reads it does so before the next one writes.</summary>
internal sealed class DevicePool(OpenClDevice device)
{
    /// <summary>Buffers of some context, ready to be taken: the driver is asked only where none of the size waits.</summary>
    private readonly Dictionary<int, Stack<DeviceBuffer>> _waiting = [];
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

    internal DeviceBuffer Take(long bytes)
    {
        int sizeClass = HostPool.ClassOf(bytes);
        if (TryTake(sizeClass) is { } buffer) return buffer;
        // Tensors that nobody holds give theirs back once the garbage collector finds them, which sees no need: to it they are small.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return TryTake(sizeClass) ?? throw device.NoMemory($"no memory for {Size(HostPool.BytesOf(sizeClass))} more");
    }

    private DeviceBuffer? TryTake(int sizeClass)
    {
        lock (_lock)
        {
            DeviceBuffer? buffer = _waiting.TryGetValue(sizeClass, out Stack<DeviceBuffer>? waiting) && waiting.TryPop(out DeviceBuffer? one) ? one : Make(HostPool.BytesOf(sizeClass), sizeClass);
            if (buffer is null) return null;
            _acquired++;
            _bytesInUse += buffer.Bytes;
            (buffer.InUse, buffer.Mark, buffer.MarkedEnd) = (true, default, 0);
            return buffer;
        }
    }

    /// <summary>True when the buffer was in use.</summary>
    internal bool TakeBack(DeviceBuffer buffer)
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
            if (!_waiting.TryGetValue(buffer.SizeClass, out Stack<DeviceBuffer>? waiting)) _waiting[buffer.SizeClass] = waiting = new();
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
            foreach (Stack<DeviceBuffer> waiting in _waiting.Values)
            {
                while (waiting.TryPop(out DeviceBuffer? buffer))
                {
                    _bytesHeld -= buffer.Bytes;
                    buffer.Free();
                }
            }
        }
    }

    private DeviceBuffer? Make(long bytes, int sizeClass)
    {
        DeviceInfo info = device.Info;
        if (bytes > info.LargestBufferBytes) throw new DeviceException($"opencl: {Size(bytes)} at once: {info.Name} gives at most {Size(info.LargestBufferBytes)} to one array; use smaller ones");
        // Drivers promise memory that they do not have and fail in the first kernel that touches it; so the sum is kept here too.
        if (_bytesHeld + bytes > device.MemoryLimit) Trim();
        int status = Status.NoMemoryObject;
        for (int attempt = 0; attempt < 2 && Status.MeansNoMemory(status); attempt++)
        {
            nint handle = _bytesHeld + bytes > device.MemoryLimit ? 0 : device.Allocate(bytes, out status);
            if (handle != 0)
            {
                _bytesHeld += bytes;
                return new DeviceBuffer(device, this, handle, bytes, sizeClass);
            }
            Trim();
        }
        if (!Status.MeansNoMemory(status)) Status.Check(status, $"allocating {Size(bytes)}");
        return null;
    }

    /// <summary>How much of the memory is in use, and by how many arrays.</summary>
    internal string Usage
    {
        get
        {
            MemoryCounters now = Counters;
            return $"{Size(now.BytesInUse)} of {Size(device.MemoryLimit)} of {device.Info.Name} are in use by {now.Acquired - now.Released} arrays";
        }
    }

    private static string Size(long bytes) => bytes < 1L << 30
        ? FormattableString.Invariant($"{bytes / (double)(1 << 20):0.##} MiB")
        : FormattableString.Invariant($"{bytes / (double)(1L << 30):0.##} GiB");
}
