using System.Diagnostics.CodeAnalysis;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>A device of ILGPU, whose kernels are C#: a CUDA device, an OpenCL device, or ILGPU's own processor device, which runs kernels slowly and shows
/// how they work. One stream, one pool of memory. Verbs put work into the stream and return; only reading a value waits. Indices that lie outside are
/// therefore told when the thread reads a value next; until then what they name is left out. May be used by several threads at once.</summary>
/// <remarks>Sums have another tree than on the processor, so last bits differ; they are the same from run to run. Factorisations and solutions of
/// systems are computed on the processor, and wait. After <see cref="Dispose"/>, or when the driver has lost the device, every call throws
/// <see cref="DeviceException"/>.</remarks>
public sealed partial class IlgpuDevice : Device, IAcceleratorMemory, IDisposable
{
    private readonly AcceleratorPool _pool;
    private readonly ILGPU.Runtime.Device _hardware;

    /// <summary>The device of that kind and place.</summary>
    /// <param name="kind">Which driver.</param>
    /// <param name="place">From 0, as in <see cref="Found"/>.</param>
    /// <exception cref="DeviceException">There is no such device, or its driver fails.</exception>
    public IlgpuDevice(IlgpuKind kind, int place = 0)
        : this(kind, place, Hardware.Open(kind))
    {
    }

    /// <summary>ILGPU's processor device with groups of other sizes, for tests.</summary>
    internal IlgpuDevice(int warp, int warps)
        : this(IlgpuKind.Cpu, 0, Hardware.Open(IlgpuKind.Cpu, warp, warps))
    {
    }

    private IlgpuDevice(IlgpuKind kind, int place, Context context)
    {
        Name = Hardware.NameOf(kind);
        try
        {
            _hardware = Hardware.Pick(context, kind, place);
            Queue = new Queue(Name, context, _hardware);
        }
        catch (DeviceException)
        {
            context.Dispose();
            throw;
        }
        GroupSize = Math.Min(Groups.Size, _hardware.MaxNumThreadsPerGroup);
        _pool = new AcceleratorPool(this);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Description => Hardware.Line(_hardware);

    /// <summary>32: every thread has one number at a time.</summary>
    public override int Width => 32;

    /// <inheritdoc/>
    public override MemoryCounters Memory => _pool.Counters;

    /// <summary>Bytes that the pool takes from the driver at most; tests set less than the device has.</summary>
    internal long MemoryLimit
    {
        get => field > 0 ? field : _hardware.MemorySize;
        init;
    }

    internal Queue Queue { get; }

    /// <summary>Threads of a group: <see cref="Groups.Size"/>, or what a smaller device allows. Kernels ask <see cref="Group.DimX"/>.</summary>
    internal int GroupSize { get; }

    /// <summary>One line for each device of a kind.</summary>
    public static IReadOnlyList<string> Found(IlgpuKind kind) => Hardware.Lines(kind);

    /// <summary>Why there is no device of a kind, and what to do; null where there is one.</summary>
    public static string? WhyAbsent(IlgpuKind kind) => Found(kind).Count > 0 ? null : Hardware.WhyNone(kind, 0, 0);

    /// <inheritdoc/>
    public override bool SharesMemoryWith(Device other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The buffer is the caller's.")]
    public override Buffer Acquire(long bytes) => _pool.Take(bytes);

    /// <inheritdoc/>
    public override void Release(params ReadOnlySpan<Buffer> buffers)
    {
        foreach (Buffer buffer in buffers) _ = _pool.TakeBack((AcceleratorBuffer)buffer);
    }

    /// <inheritdoc/>
    public override void Trim() => _pool.Trim();

    /// <summary>Gives stream, kernels and waiting memory back to the driver. Tensors of the device cannot be used afterwards.</summary>
    public void Dispose()
    {
        _pool.Close();
        Queue.Dispose();
    }

    string IAcceleratorMemory.Model => _hardware.Name;

    long IAcceleratorMemory.LargestBufferBytes => _hardware.MemorySize;

    long IAcceleratorMemory.MemoryLimit => MemoryLimit;

    AcceleratorBuffer? IAcceleratorMemory.TryAllocate(AcceleratorPool pool, long bytes, int sizeClass) =>
        Queue.Allocate(bytes) is { } memory ? new IlgpuBuffer(this, pool, memory, bytes, sizeClass) : null;

    /// <summary>All of an array's buffer, for a kernel.</summary>
    internal static ArrayView<T> All<T>(Buffer buffer)
        where T : unmanaged
    {
        ILGPU.Runtime.MemoryBuffer memory = ((IlgpuBuffer)buffer).Memory;
        return new ArrayView<T>(memory, 0, memory.LengthInBytes / Interop.SizeOf<T>());
    }

    /// <summary>One operand of a walk, for a kernel. The elements may be taken for others of their size.</summary>
    private static Strided<TElement> Operand<T, TElement>(in View<T> view, in Loop loop, int operand)
        where T : unmanaged
        where TElement : unmanaged => new(All<TElement>(view.Buffer), new Steps(loop, operand, view.Layout.Offset));

    /// <inheritdoc cref="Operand{T, TElement}"/>
    private static Strided<T> Operand<T>(in View<T> view, in Loop loop, int operand)
        where T : unmanaged => Operand<T, T>(view, loop, operand);

    /// <summary>For a loop over so many elements that walks on in steps of all threads.</summary>
    private Groups For(long count) => Groups.For(count, GroupSize);
}
