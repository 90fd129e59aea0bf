namespace DeepPuzzles.Kernels.Tests;

/// <summary>Runs every verb on another device, on copies of arrays of the host that lie as those do, gaps and repetitions included, and brings back what
/// the verb wrote: so the checks of the processor's kernels hold of any device.</summary>
internal sealed unsafe class Ferry(Device there) : Device
{
    private readonly CpuDevice _here = new(1);

    public override string Name => there.Name;

    public override string Description => there.Description;

    public override int Width => there.Width;

    public override MemoryCounters Memory => there.Memory;

    public override bool SharesMemoryWith(Device other) => _here.SharesMemoryWith(other);

    public override Buffer Acquire(long bytes) => _here.Acquire(bytes);

    public override void Release(params ReadOnlySpan<Buffer> buffers) => _here.Release(buffers);

    public override void Trim() => there.Trim();

    public override void Write<T>(ReadOnlySpan<T> source, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Write(source, trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void Read<T>(in View<T> x, Span<T> destination)
    {
        using var trip = new Trip(there);
        there.Read(trip.Take(x, comesBack: false), destination);
        trip.Return();
    }

    public override void Fill<T>(T value, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Fill(value, trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void Copy<T>(in View<T> x, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Copy(trip.Take(x, comesBack: false), trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void Convert<TFrom, TTo>(in View<TFrom> x, in View<TTo> y)
    {
        using var trip = new Trip(there);
        there.Convert(trip.Take(x, comesBack: false), trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void Map<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Map(op, trip.Take(x, comesBack: false), trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void Zip<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z)
    {
        using var trip = new Trip(there);
        there.Zip(op, trip.Take(x, comesBack: false), trip.Take(y, comesBack: false), trip.Take(z, comesBack: true));
        trip.Return();
    }

    public override void Compare<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z)
    {
        using var trip = new Trip(there);
        there.Compare(op, trip.Take(x, comesBack: false), trip.Take(y, comesBack: false), trip.Take(z, comesBack: true));
        trip.Return();
    }

    public override void Select<T>(in View<bool> mask, in View<T> x, in View<T> y, in View<T> z)
    {
        using var trip = new Trip(there);
        there.Select(trip.Take(mask, comesBack: false), trip.Take(x, comesBack: false), trip.Take(y, comesBack: false), trip.Take(z, comesBack: true));
        trip.Return();
    }

    public override void Reduce<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Reduce(op, trip.Take(x, comesBack: false), trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void ArgReduce<TOp, T>(TOp op, in View<T> x, int axis, in View<int> y)
    {
        using var trip = new Trip(there);
        there.ArgReduce(op, trip.Take(x, comesBack: false), axis, trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void Scan<TOp, T>(TOp op, in View<T> x, int axis, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Scan(op, trip.Take(x, comesBack: false), axis, trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void ArgSort<T>(in View<T> x, int axis, bool descending, in View<int> y)
    {
        using var trip = new Trip(there);
        there.ArgSort(trip.Take(x, comesBack: false), axis, descending, trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void MatMul<T>(in View<T> a, in View<T> b, in View<T> c)
    {
        using var trip = new Trip(there);
        there.MatMul(trip.Take(a, comesBack: false), trip.Take(b, comesBack: false), trip.Take(c, comesBack: true));
        trip.Return();
    }

    public override void MatMul<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> bias, in View<T> c)
    {
        using var trip = new Trip(there);
        there.MatMul(op, trip.Take(a, comesBack: false), trip.Take(b, comesBack: false), trip.Take(bias, comesBack: false), trip.Take(c, comesBack: true));
        trip.Return();
    }

    public override void Factor<TOp, T>(TOp op, in View<T> a, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Factor(op, trip.Take(a, comesBack: false), trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void Solve<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> x)
    {
        using var trip = new Trip(there);
        there.Solve(op, trip.Take(a, comesBack: false), trip.Take(b, comesBack: false), trip.Take(x, comesBack: true));
        trip.Return();
    }

    public override void Gather<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Gather(trip.Take(x, comesBack: false), trip.Take(index, comesBack: false), axis, trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void ScatterAdd<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        using var trip = new Trip(there);
        there.ScatterAdd(trip.Take(x, comesBack: false), trip.Take(index, comesBack: false), axis, trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void Random<TOp, T>(TOp distribution, ulong key, ulong draw, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Random(distribution, key, draw, trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void MapEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
    {
        using var trip = new Trip(there);
        there.MapEachRow<TOp, TFirst, T>(op, trip.Take(x, comesBack: false), trip.Take(beside), trip.Take(z, comesBack: true));
        trip.Return();
    }

    public override void FoldEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z)
    {
        using var trip = new Trip(there);
        there.FoldEachRow<TOp, TFirst, T>(op, trip.Take(x, comesBack: false), trip.Take(beside), trip.Take(z, comesBack: true));
        trip.Return();
    }

    public override void Update<TOp, T>(TOp op, in View<T> gradient, in View<T> weight, in View<T> first, in View<T> second)
    {
        using var trip = new Trip(there);
        there.Update(op, trip.Take(gradient, comesBack: false), trip.Take(weight, comesBack: true), trip.Take(first, comesBack: true), trip.Take(second, comesBack: true));
        trip.Return();
    }

    public override void Convolve<T>(in Sliding sliding, in View<T> x, in View<T> w, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Convolve(sliding, trip.Take(x, comesBack: false), trip.Take(w, comesBack: false), trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void Convolve<TOp, T>(TOp op, in Sliding sliding, in View<T> x, in View<T> w, in View<T> bias, in View<T> y)
    {
        using var trip = new Trip(there);
        there.Convolve(op, sliding, trip.Take(x, comesBack: false), trip.Take(w, comesBack: false), trip.Take(bias, comesBack: false), trip.Take(y, comesBack: true));
        trip.Return();
    }

    public override void ConvolveTransposed<T>(in Sliding sliding, in View<T> y, in View<T> w, in View<T> x)
    {
        using var trip = new Trip(there);
        there.ConvolveTransposed(sliding, trip.Take(y, comesBack: false), trip.Take(w, comesBack: false), trip.Take(x, comesBack: true));
        trip.Return();
    }

    public override void ConvolveToWeights<T>(in Sliding sliding, in View<T> x, in View<T> y, in View<T> w)
    {
        using var trip = new Trip(there);
        there.ConvolveToWeights(sliding, trip.Take(x, comesBack: false), trip.Take(y, comesBack: false), trip.Take(w, comesBack: true));
        trip.Return();
    }

    public override void ArgReduceWindows<TOp, T>(TOp op, in Sliding sliding, Extent window, in View<T> x, in View<T> y, in View<int> place)
    {
        using var trip = new Trip(there);
        there.ArgReduceWindows(op, sliding, window, trip.Take(x, comesBack: false), trip.Take(y, comesBack: true), trip.Take(place, comesBack: true));
        trip.Return();
    }

    private sealed class Trip(Device there) : IDisposable
    {
        private readonly Dictionary<Buffer, Buffer> _taken = [];
        private readonly List<Buffer> _back = [];

        internal View<T> Take<T>(in View<T> view, bool comesBack)
            where T : unmanaged
        {
            if (view.Buffer is null) return view;        // state that an op does not have
            if (!_taken.TryGetValue(view.Buffer, out Buffer? copy))
            {
                _taken[view.Buffer] = copy = there.Acquire(view.Buffer.Bytes);
                there.Write<byte>(Memory(view.Buffer), All(copy, view.Buffer.Bytes));
            }
            if (comesBack) _back.Add(view.Buffer);
            return new View<T>(copy, view.Layout);
        }

        internal Beside<T> Take<T>(in Beside<T> beside)
            where T : unmanaged => new(
                beside.Rows is { } rows ? Take(rows, false) : null,
                beside.Hot is { } hot ? Take(hot, false) : null,
                beside.Factor is { } factor ? Take(factor, false) : null);

        internal void Return()
        {
            foreach (Buffer buffer in _back) there.Read(All(_taken[buffer], buffer.Bytes), Memory(buffer));
        }

        public void Dispose()
        {
            foreach (Buffer copy in _taken.Values) there.Release(copy);
        }

        private static View<byte> All(Buffer buffer, long bytes) => new(buffer, Layout.Contiguous([checked((int)bytes)]));

        private static Span<byte> Memory(Buffer buffer) => new(CpuDevice.PointerTo(All(buffer, buffer.Bytes)), checked((int)buffer.Bytes));
    }
}
