namespace DeepPuzzles.Kernels;

/// <summary>Exact counts of a device's memory pool.</summary>
/// <param name="Acquired">Buffers handed out since the device was made.</param>
/// <param name="Released">Buffers given back.</param>
/// <param name="BytesInUse">Bytes of the buffers now handed out.</param>
/// <param name="BytesHeld">Bytes taken from the operating system, in use or waiting in the pool.</param>
public readonly record struct MemoryCounters(long Acquired, long Released, long BytesInUse, long BytesHeld)
{
    /// <summary>Buffers handed out and not given back.</summary>
    public long Live => Acquired - Released;
}
