using System.Diagnostics.CodeAnalysis;

namespace DeepPuzzles.Kernels;

/// <summary>A device with memory of its own and one queue that runs in order: verbs put work into it and return; only reading a value waits. Indices that
/// lie outside are therefore told when a value is read, not when the kernel that meets them is called: every reading of what depends on one fails, on any
/// thread, and so does the next reading of the thread that called the kernel. May be used by several threads at once.</summary>
/// <remarks>Sums have another tree than on the processor, so last bits differ; they are the same from run to run. Factorisations and solutions of
/// systems are computed on the processor, and wait. Kernels of all threads go into one queue and have the whole device one after the other: a second
/// thread prepares while the device computes for the first, and more gain nothing. After <see cref="Dispose"/>, or when the driver has lost the device,
/// every call throws <see cref="DeviceException"/>.</remarks>
public abstract partial class AcceleratorDevice : Device, IDisposable
{
    private protected AcceleratorDevice() => Pool = new AcceleratorPool(this);

    /// <summary>0: registers are the compiler's business, and the order of no sum depends on them.</summary>
    public sealed override int Width => 0;

    /// <summary>The versions of platform and driver: another may give other last bits.</summary>
    public abstract string Driver { get; }

    /// <summary>Programs that were compiled since the device was opened; what a back-end keeps on disk and finds there is not among them.</summary>
    public abstract int Compiled { get; }

    /// <inheritdoc/>
    public sealed override MemoryCounters Memory => Pool.Counters;

    /// <summary>Bytes that the pool takes from the driver at most; tests set less than the device has.</summary>
    internal long MemoryLimit
    {
        get => field > 0 ? field : MemoryBytes;
        init;
    }

    /// <summary>Groups that run a kernel at most; with few, tests see items take more than one turn at small sizes. No result depends on it.</summary>
    internal int MostGroups { get; init; } = Groups.Most;

    internal AcceleratorPool Pool { get; }

    /// <summary>What the maker calls it.</summary>
    internal abstract string Model { get; }

    /// <summary>All that it has.</summary>
    internal abstract long MemoryBytes { get; }

    /// <summary>The largest buffer that the driver gives.</summary>
    internal abstract long LargestBufferBytes { get; }

    /// <inheritdoc/>
    public sealed override bool SharesMemoryWith(Device other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The buffer is the caller's.")]
    public sealed override Buffer Acquire(long bytes) => Pool.Take(bytes);

    /// <inheritdoc/>
    public sealed override void Release(params ReadOnlySpan<Buffer> buffers)
    {
        foreach (Buffer each in buffers)
        {
            AcceleratorBuffer buffer = AcceleratorBuffer.Of<AcceleratorBuffer>(each, Name);
            if (buffer.Device != this) throw new DeviceException($"{Name}: a buffer of another {buffer.Device.GetType().Name} ({buffer.Device.Description}) is given back; give it back there");
            _ = Pool.TakeBack(buffer);
        }
    }

    /// <inheritdoc/>
    public sealed override void Trim() => Pool.Trim();

    /// <inheritdoc/>
    public sealed override void Synchronise()
    {
        // The queue runs in order: what is read last is read when all else is done.
        Buffer one = Acquire(sizeof(int));
        try
        {
            var view = new View<int>(one, Layout.Contiguous([1]));
            Fill(0, view);          // nothing of an earlier owner
            Read(view, stackalloc int[1]);
        }
        finally
        {
            Release(one);
        }
    }

    /// <summary>Gives queue, programs and waiting memory back to the driver. Tensors of the device cannot be used afterwards.</summary>
    public void Dispose()
    {
        Close();
        Pool.Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the queue, and gives back what else is the driver's.</summary>
    private protected abstract void Close();

    /// <summary>A new buffer, or null where the driver has no memory.</summary>
    internal abstract AcceleratorBuffer? TryAllocate(long bytes, int sizeClass);

    /// <summary>What failed for want of memory, and who holds it.</summary>
    internal DeviceException NoMemory(string what) =>
        new($"{Name}: {what}: {Pool.Usage}; end memory scopes earlier, or use smaller batches{(Holders?.Invoke(this) is { } who ? $"; {who}" : "")}");
}
