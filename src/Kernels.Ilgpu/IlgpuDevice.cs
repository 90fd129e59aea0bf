using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

/// <summary>A device of ILGPU, whose kernels are C#: a CUDA device, an OpenCL device, or ILGPU's own processor device, which runs kernels slowly and shows
/// how they work. One stream, one pool of memory.</summary>
public sealed partial class IlgpuDevice : AcceleratorDevice
{
    private readonly ILGPU.Runtime.Device _hardware;
    private readonly int _mostGroups;

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

    /// <summary>The device of a context, which goes with it.</summary>
    internal IlgpuDevice(IlgpuKind kind, int place, Context context)
    {
        Name = Hardware.NameOf(kind);
        try
        {
            _hardware = Hardware.Pick(context, kind, place);
            Queue = new Queue(this, context, _hardware);
        }
        catch (DeviceException)
        {
            context.Dispose();
            throw;
        }
        GroupSize = Math.Min(Groups.Size, _hardware.MaxNumThreadsPerGroup);
        // Of the processor ILGPU says that it has all that a number can say.
        MemoryBytes = Math.Min(_hardware.MemorySize, kind == IlgpuKind.Cpu ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : long.MaxValue);
        _mostGroups = kind == IlgpuKind.Cpu ? Hardware.CpuGroups : Groups.Most;
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string Description => Hardware.Description(_hardware);

    /// <inheritdoc/>
    public override string Driver => Hardware.Driver(_hardware);

    /// <inheritdoc/>
    public override int Compiled => Queue.Kernels;

    internal override string Model => _hardware.Name;

    internal override long MemoryBytes { get; }

    internal override long LargestBufferBytes => MemoryBytes;

    internal Queue Queue { get; }

    /// <summary>Threads of a group: <see cref="Groups.Size"/>, or what a smaller device allows. Kernels ask <see cref="Group.DimX"/>.</summary>
    internal int GroupSize { get; }

    /// <summary>One line for each device of a kind.</summary>
    public static IReadOnlyList<string> Found(IlgpuKind kind) => Hardware.Lines(kind);

    /// <summary>Why there is no device of a kind, and what to do; null where there is one.</summary>
    public static string? WhyAbsent(IlgpuKind kind) => Found(kind).Count > 0 ? null : Hardware.WhyNone(kind, 0, 0);

    private protected override void Close() => Queue.Dispose();

    internal override AcceleratorBuffer? TryAllocate(long bytes, int sizeClass) =>
        Queue.Allocate(bytes) is { } memory ? new IlgpuBuffer(this, memory, bytes, sizeClass) : null;

    /// <summary>All of an array's buffer, for a kernel.</summary>
    internal ArrayView<T> All<T>(Buffer buffer)
        where T : unmanaged => Of(buffer).As<T>();

    private IlgpuBuffer Of(Buffer buffer) => IlgpuBuffer.Of(buffer, Name);

    /// <summary>One operand of a walk, for a kernel. The elements may be taken for others of their size.</summary>
    private Strided<TElement> Operand<T, TElement>(in View<T> view, in Loop loop, int operand)
        where T : unmanaged
        where TElement : unmanaged => new(All<TElement>(view.Buffer), new Steps(loop, operand, view.Layout.Offset));

    /// <inheritdoc cref="Operand{T, TElement}"/>
    private Strided<T> Operand<T>(in View<T> view, in Loop loop, int operand)
        where T : unmanaged => Operand<T, T>(view, loop, operand);

    /// <summary>An array as lines along an axis; the operand of the loop is the other axes. The elements may be taken for others of their size.</summary>
    private Lines<TElement> Lines<T, TElement>(in View<T> view, in Loop loop, int operand, int axis)
        where T : unmanaged
        where TElement : unmanaged => new(All<TElement>(view.Buffer), new Steps(loop, operand, view.Layout.Offset), view.Layout.Strides[axis]);

    /// <inheritdoc cref="Lines{T, TElement}"/>
    private Lines<T> Lines<T>(in View<T> view, in Loop loop, int operand, int axis)
        where T : unmanaged => Lines<T, T>(view, loop, operand, axis);

    /// <summary>For a loop over so many elements that walks on in steps of all threads.</summary>
    private Launch For(long count) => Of((count + GroupSize - 1) / GroupSize);

    /// <summary>For a loop over so many pieces of work for a whole group.</summary>
    private Launch Of(long pieces) => new(Name, Groups.Of(pieces, Math.Min(MostGroups, _mostGroups), GroupSize));
}
