namespace DeepPuzzles.Kernels;

/// <summary>A piece of a device's memory, taken from the device's pool by <see cref="Device.Acquire"/> and given back by
/// <see cref="Device.Release"/>. The object itself is pooled with the memory, so its <see cref="Version"/> tells whether it still is what
/// somebody once took hold of.</summary>
public abstract class Buffer
{
    /// <summary>A piece of that many bytes of that device.</summary>
    protected Buffer(Device device, long bytes)
    {
        Device = device;
        Bytes = bytes;
    }

    /// <summary>The device whose memory this is.</summary>
    public Device Device { get; }

    /// <summary>The size in bytes; at least what was asked for.</summary>
    public long Bytes { get; }

    /// <summary>Counts releases and in-place updates. Whoever remembers the version at which it read the buffer can tell that the contents
    /// have changed since.</summary>
    public int Version { get; private set; }

    /// <summary>False once the buffer went back to the pool.</summary>
    public bool InUse { get; protected internal set; }

    /// <summary>Where it stands in the <see cref="BufferList"/> that it was added to last. It says nothing by itself.</summary>
    internal int Place { get; set; }

    /// <summary>Declares that the contents change in place: everything read before is stale.</summary>
    public void Touch() => Version++;
}

/// <summary>An array in a device's memory as a kernel sees it.</summary>
/// <typeparam name="T">float, double, int or bool.</typeparam>
/// <param name="Buffer">The memory.</param>
/// <param name="Layout">Where the elements lie in it.</param>
public readonly record struct View<T>(Buffer Buffer, Layout Layout)
    where T : unmanaged;
