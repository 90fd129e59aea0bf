using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>The processor: SIMD loops on <see cref="Vector{T}"/>, split over threads where that pays. Results do not depend on the number
/// of threads. Each verb stands in its own file, <c>X.Cpu.cs</c>.</summary>
public sealed partial class CpuDevice : Device
{
    private readonly HostPool _pool;

    /// <summary>A device that uses up to that many threads for one kernel.</summary>
    /// <param name="threads">At least 1; null means one per logical processor.</param>
    public CpuDevice(int? threads = null)
    {
        Threads = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(threads));
        _pool = new HostPool(this);
    }

    /// <summary>The device that tensors are on when nothing else is said: all processors.</summary>
    public static CpuDevice Default { get; } = new();

    /// <summary>The largest number of threads for one kernel.</summary>
    public int Threads { get; }

    /// <inheritdoc/>
    public override string Name => "cpu";

    /// <inheritdoc/>
    public override string Description =>
        $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} logical processors, SIMD width {Width} bits";

    /// <inheritdoc/>
    public override int Width => Wide<float>.IsSupported ? Vector512<byte>.Count * 8 : Vector<byte>.Count * 8;

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

    /// <summary>The first element of a view in host memory.</summary>
    internal static unsafe T* PointerTo<T>(in View<T> view)
        where T : unmanaged => (T*)((CpuBuffer)view.Buffer).Pointer + view.Layout.Offset;

    /// <summary>Runs a range of work, split over threads when there are several and the work is worth it.</summary>
    /// <param name="count">Items; each thread gets neighbours.</param>
    /// <param name="costPerItem">About how many elementary operations an item takes.</param>
    /// <param name="range">What to do with items from … to.</param>
    private void Run<TRange>(int count, long costPerItem, in TRange range)
        where TRange : struct, IRange
    {
        int parts = (int)Math.Min(Math.Min(Threads, count), count * costPerItem / SmallestShare);
        if (parts < 2)
        {
            range.Run(0, count);
            return;
        }
        RunInParallel(count, parts, range);
    }

    /// <summary>Below about this many elementary operations a thread costs more than it brings (a start takes some 5 µs).</summary>
    private const long SmallestShare = 32 * 1024;

    private static unsafe void RunInParallel<TRange>(int count, int parts, in TRange range)
        where TRange : struct, IRange
    {
        var split = new Parts<TRange>(range, count, parts);
#pragma warning disable CS8500 // The address of a local that may hold references: the caller's frame stays, and keeps them, until all parts are done.
        if (!Crew.TryRun(parts, &Parts<TRange>.Part, &split)) range.Run(0, count);
#pragma warning restore CS8500
    }

    /// <summary>Items in parts of neighbours.</summary>
    private readonly struct Parts<TRange>(TRange range, int count, int parts)
        where TRange : struct, IRange
    {
        internal static unsafe void Part(void* split, int part)
        {
#pragma warning disable CS8500 // See RunInParallel.
            ref readonly Parts<TRange> me = ref *(Parts<TRange>*)split;
#pragma warning restore CS8500
            me.Run(part);
        }

        private void Run(int part) => range.Run((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));
    }

    private interface IRange
    {
        void Run(int from, int to);
    }
}
