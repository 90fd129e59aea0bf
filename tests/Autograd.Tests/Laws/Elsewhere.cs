using DeepPuzzles.Kernels;
using Buffer = DeepPuzzles.Kernels.Buffer;

namespace DeepPuzzles.Autograd.Tests.Laws;

/// <summary>A device whose memory no other can read, as a GPU's: the verbs are those of the processor, but whoever brings a tensor from elsewhere is
/// told, and whoever makes a constant must make it here.</summary>
internal sealed class Elsewhere : Device
{
    private readonly CpuDevice _cpu = new(threads: 1);

    public override string Name => "elsewhere";

    public override string Description => "the processor behind a wall";

    public override int Width => _cpu.Width;

    public override MemoryCounters Memory => _cpu.Memory;

    public override bool SharesMemoryWith(Device other) => other == this;

    /// <summary>The most bytes that were in use at once since this was last set.</summary>
    internal long Peak { get; set; }

    public override Buffer Acquire(long bytes)
    {
        var buffer = new Far(this, _cpu.Acquire(bytes));
        Peak = Math.Max(Peak, Memory.BytesInUse);
        return buffer;
    }

    public override void Release(params ReadOnlySpan<Buffer> buffers)
    {
        foreach (Buffer buffer in buffers) ((Far)buffer).End(_cpu);
    }

    public override void Trim() => _cpu.Trim();

    public override void Write<T>(ReadOnlySpan<T> source, in View<T> y) => _cpu.Write(source, Near(y));

    public override void Read<T>(in View<T> x, Span<T> destination) => _cpu.Read(Near(x), destination);

    public override void Fill<T>(T value, in View<T> y) => _cpu.Fill(value, Near(y));

    public override void Copy<T>(in View<T> x, in View<T> y) => _cpu.Copy(Near(x), Near(y));

    public override void Convert<TFrom, TTo>(in View<TFrom> x, in View<TTo> y) => _cpu.Convert(Near(x), Near(y));

    public override void Map<TOp, T>(TOp op, in View<T> x, in View<T> y) => _cpu.Map(op, Near(x), Near(y));

    public override void Zip<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z) => _cpu.Zip(op, Near(x), Near(y), Near(z));

    public override void Compare<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z) => _cpu.Compare(op, Near(x), Near(y), Near(z));

    public override void Select<T>(in View<bool> mask, in View<T> x, in View<T> y, in View<T> z) => _cpu.Select(Near(mask), Near(x), Near(y), Near(z));

    public override void Reduce<TOp, T>(TOp op, in View<T> x, in View<T> y) => _cpu.Reduce(op, Near(x), Near(y));

    public override void ArgReduce<TOp, T>(TOp op, in View<T> x, int axis, in View<int> y) => _cpu.ArgReduce(op, Near(x), axis, Near(y));

    public override void Scan<TOp, T>(TOp op, in View<T> x, int axis, in View<T> y) => _cpu.Scan(op, Near(x), axis, Near(y));

    public override void ArgSort<T>(in View<T> x, int axis, bool descending, in View<int> y) => _cpu.ArgSort(Near(x), axis, descending, Near(y));

    public override void MatMul<T>(in View<T> a, in View<T> b, in View<T> c) => _cpu.MatMul(Near(a), Near(b), Near(c));

    public override void MatMul<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> bias, in View<T> c) => _cpu.MatMul(op, Near(a), Near(b), Near(bias), Near(c));

    public override void Factor<TOp, T>(TOp op, in View<T> a, in View<T> y) => _cpu.Factor(op, Near(a), Near(y));

    public override void Solve<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> x) => _cpu.Solve(op, Near(a), Near(b), Near(x));

    public override void Gather<T>(in View<T> x, in View<int> index, int axis, in View<T> y) => _cpu.Gather(Near(x), Near(index), axis, Near(y));

    public override void ScatterAdd<T>(in View<T> x, in View<int> index, int axis, in View<T> y) => _cpu.ScatterAdd(Near(x), Near(index), axis, Near(y));

    public override void Random<TOp, T>(TOp distribution, ulong key, ulong draw, in View<T> y) => _cpu.Random(distribution, key, draw, Near(y));

    public override void MapEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z) => _cpu.MapEachRow<TOp, TFirst, T>(op, Near(x), Near(beside), Near(z));

    public override void FoldEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z) => _cpu.FoldEachRow<TOp, TFirst, T>(op, Near(x), Near(beside), Near(z));

    public override void Update<TOp, T>(TOp op, in View<T> gradient, in View<T> weight, in View<T> first, in View<T> second) =>
        _cpu.Update(op, Near(gradient), Near(weight), Near(first), Near(second));

    public override void Convolve<T>(in Sliding sliding, in View<T> x, in View<T> w, in View<T> y) => _cpu.Convolve(sliding, Near(x), Near(w), Near(y));

    public override void Convolve<TOp, T>(TOp op, in Sliding sliding, in View<T> x, in View<T> w, in View<T> bias, in View<T> y) =>
        _cpu.Convolve(op, sliding, Near(x), Near(w), Near(bias), Near(y));

    public override void ConvolveTransposed<T>(in Sliding sliding, in View<T> y, in View<T> w, in View<T> x) => _cpu.ConvolveTransposed(sliding, Near(y), Near(w), Near(x));

    public override void ConvolveToWeights<T>(in Sliding sliding, in View<T> x, in View<T> y, in View<T> w) => _cpu.ConvolveToWeights(sliding, Near(x), Near(y), Near(w));

    public override void ArgReduceWindows<TOp, T>(TOp op, in Sliding sliding, Extent window, in View<T> x, in View<T> y, in View<int> place) =>
        _cpu.ArgReduceWindows(op, sliding, window, Near(x), Near(y), Near(place));

    // A view of another device's memory is a fault: the cast says so. One of nothing stays that.
    private static View<T> Near<T>(in View<T> view)
        where T : unmanaged => view.Buffer is null ? view : new View<T>(((Far)view.Buffer).Inner, view.Layout);

    private static Beside<T> Near<T>(in Beside<T> beside)
        where T : unmanaged => new(
            beside.Rows is { } rows ? Near(rows) : null,
            beside.Hot is { } hot ? Near(hot) : null,
            beside.Factor is { } factor ? Near(factor) : null);

    private sealed class Far : Buffer
    {
        internal Far(Device device, Buffer inner)
            : base(device, inner.Bytes) => (Inner, InUse) = (inner, true);

        internal Buffer Inner { get; }

        internal void End(CpuDevice cpu)
        {
            Touch();
            InUse = false;
            cpu.Release(Inner);
        }
    }
}
