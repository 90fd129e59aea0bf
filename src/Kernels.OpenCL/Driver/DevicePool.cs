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
        DeviceBuffer buffer;
        lock (_lock)
        {
            if (_waiting.TryGetValue(sizeClass, out Stack<DeviceBuffer>? waiting) && waiting.TryPop(out DeviceBuffer? one)) buffer = one;
            else buffer = Make(HostPool.BytesOf(sizeClass), sizeClass);
            _acquired++;
            _bytesInUse += buffer.Bytes;
            buffer.InUse = true;
        }
        return buffer;
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

    private DeviceBuffer Make(long bytes, int sizeClass)
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
        throw new DeviceException($"opencl: no memory for {Size(bytes)} more: {Size(_bytesInUse)} of {Size(device.MemoryLimit)} of {info.Name} are in use by {_acquired - _released} arrays; "
            + "end memory scopes earlier, or use smaller batches");
    }

    private static string Size(long bytes) => bytes < 1L << 30
        ? FormattableString.Invariant($"{bytes / (double)(1 << 20):0.##} MiB")
        : FormattableString.Invariant($"{bytes / (double)(1L << 30):0.##} GiB");
}
