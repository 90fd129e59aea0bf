namespace DeepPuzzles.Kernels;

/// <summary>The definition of every verb, as plainly as it can be written: one element at a time, sums in float64. Slow, and what the other
/// devices are tested against. Each verb stands beside its fast siblings, in <c>X.Reference.cs</c>.</summary>
public sealed partial class ReferenceDevice : Device
{
    private readonly HostPool _pool;

    /// <summary>A device with a memory pool of its own.</summary>
    public ReferenceDevice() => _pool = new HostPool(this);

    /// <inheritdoc/>
    public override string Name => "reference";

    /// <inheritdoc/>
    public override string Description => "scalar loops with float64 sums, for tests";

    /// <summary>64: one number at a time.</summary>
    public override int Width => 64;

    /// <inheritdoc/>
    public override MemoryCounters Memory => _pool.Counters;

    /// <inheritdoc/>
    public override bool SharesMemoryWith(Device other) => other is CpuDevice or ReferenceDevice;

    /// <inheritdoc/>
    public override Buffer Acquire(long bytes) => _pool.Take(bytes);

    /// <inheritdoc/>
    public override void Release(params ReadOnlySpan<Buffer> buffers) => _pool.TakeBack(buffers);

    /// <inheritdoc/>
    public override void Trim() => _pool.Trim();

    /// <summary>The element with that row-major number.</summary>
    private static unsafe ref T At<T>(in View<T> view, int element)
        where T : unmanaged
    {
        nint place = 0;
        for (int axis = view.Layout.Rank - 1; axis >= 0; axis--)
        {
            (element, int index) = int.DivRem(element, view.Layout.Sizes[axis]);
            place += (nint)index * view.Layout.Strides[axis];
        }
        return ref CpuDevice.PointerTo(view)[place];
    }
}
