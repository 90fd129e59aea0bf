using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

// y[i] = op(x[i]).
// Rows run in SIMD registers, the widest of the hardware where the formula is long; operands with gaps pass through a strip on the stack, and so does the end of a row, so every
// element sees the vector form and its bits do not depend on where it stands.
public sealed unsafe partial class CpuDevice
{
    private const int Strip = Feed<byte>.Strip;

    /// <summary>Rows shorter than this are taken together where the result is contiguous.</summary>
    private const int ShortRow = Strip;

    /// <summary>From this many elements on a transposed operand is first laid out in blocks.</summary>
    private const int WorthTurning = 4096;

    /// <inheritdoc/>
    public override void Map<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        if (IsSmall(y.Layout, x.Layout)) MapSmall(op, PointerTo(x), PointerTo(y), y.Layout.Count);
        else MapLoop(op, x, y);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void MapLoop<TOp, T>(TOp op, in View<T> x, in View<T> y)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var loop = Loop.Over(y.Layout, x.Layout);
        if (Turn(loop, 1, x) is { } turned)
        {
            Map(op, turned, y);
            Release(turned.Buffer);
            return;
        }
        if (loop.Rows > 1 && loop.Row < ShortRow && y.Layout.IsContiguous)
        {
            var feed = new Feed<T>(loop, 1, PointerTo(x), x.Layout.IsContiguous);
            Run(Blocks(y.Layout.Count), Strip, new MapStrips<TOp, T>(op, feed, PointerTo(y), y.Layout.Count));
            return;
        }
        RunRows(loop, new MapRows<TOp, T>(op, loop, PointerTo(y), PointerTo(x), IsLarge(y)));
    }

    /// <summary>Splits the rows, or the only one into strips.</summary>
    private void RunRows<TRow>(in Loop loop, TRow rows)
        where TRow : struct, IRow
    {
        if (loop.Rows == 1) Run(Blocks(loop.Row), Strip, new Inner<TRow>(rows, loop.Row));
        else Run(loop.Rows, loop.Row, new Outer<TRow>(rows, loop.Row));
    }

    private static int Blocks(int elements) => (elements + Strip - 1) / Strip;

    /// <summary>Is a result too large for the cache?</summary>
    private static bool IsLarge<T>(in View<T> y)
        where T : unmanaged => (long)y.Layout.Count * sizeof(T) >= PastTheCache.Bytes;

    private static bool IsAligned<T>(T* y)
        where T : unmanaged => IsAligned(y, Vector<byte>.Count);

    private static bool IsAligned<T>(T* y, int bytes)
        where T : unmanaged => (nint)y % bytes == 0;

    /// <summary>A contiguous copy of an operand whose rows have gaps while another axis has none; null where that does not pay.</summary>
    private View<T>? Turn<T>(in Loop loop, int operand, in View<T> x)
        where T : unmanaged
    {
        if ((long)loop.Rows * loop.Row < WorthTurning || loop.Turned(operand) < 0) return null;
        var turned = new View<T>(Acquire((long)x.Layout.Count * sizeof(T)), Layout.Contiguous(x.Layout.Sizes));
        Copy(x, turned);
        return turned;
    }

    /// <summary>A kernel that can do a part of one row.</summary>
    private interface IRow
    {
        /// <summary>Does it write past the cache?</summary>
        bool IsLarge { get; }

        void Run(int row, int from, int to);
    }

    /// <summary>Splits the only row into strips.</summary>
    private readonly struct Inner<TRow>(TRow kernel, int length) : IRange
        where TRow : struct, IRow
    {
        public void Run(int from, int to)
        {
            kernel.Run(0, from * Strip, Math.Min(to * Strip, length));
            if (kernel.IsLarge) Interlocked.MemoryBarrier();
        }
    }

    /// <summary>Splits between rows.</summary>
    private readonly struct Outer<TRow>(TRow kernel, int length) : IRange
        where TRow : struct, IRow
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++) kernel.Run(row, 0, length);
            if (kernel.IsLarge) Interlocked.MemoryBarrier();
        }
    }

    private readonly struct MapRows<TOp, T>(TOp op, Loop loop, T* y, T* x, bool isLarge) : IRow
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public bool IsLarge => isLarge;

        public void Run(int row, int from, int to)
        {
            nint ys = loop.Stride(0), xs = loop.Stride(1);
            T* target = y + loop.Start(0, row) + from * ys;
            T* source = x + loop.Start(1, row) + from * xs;
            int count = to - from;
            if (ys == 1 && xs == 1)
            {
                int whole = isLarge && IsAligned(target, RunsWide<TOp, T>() ? Vector512<byte>.Count : Vector<byte>.Count) ? Dense<TOp, T, PastTheCache>(op, source, target, count) : Dense<TOp, T, IntoTheCache>(op, source, target, count);
                target += whole;
                source += whole;
                count -= whole;
            }
            if (count > 0) Gapped(source, xs, target, ys, count);
        }

        [SkipLocalsInit]
        private void Gapped(T* source, nint xs, T* target, nint ys, int count)
        {
            T* strip = stackalloc T[Strip];
            for (; count > 0; count -= Strip, source += Strip * xs, target += Strip * ys)
            {
                int n = Math.Min(count, Strip);
                Collect(source, xs, strip, n);
                for (int i = 0; i < n; i += Vector<T>.Count) op.Apply(Vector.Load(strip + i)).Store(strip + i);
                for (int i = 0; i < n; i++) target[i * ys] = strip[i];
            }
        }
    }

    /// <summary>One item is a strip of the result.</summary>
    private readonly struct MapStrips<TOp, T>(TOp op, Feed<T> x, T* y, int count) : IRange
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            T* buffer = stackalloc T[Feed<T>.Buffer];
            x.Prepare(buffer);
            for (int start = from * Strip, end = Math.Min(to * Strip, count); start < end; start += Strip)
            {
                int n = Math.Min(Strip, end - start);
                T* source = x.Next(start, n, buffer);
                int whole = Dense<TOp, T, IntoTheCache>(op, source, y + start, n);
                if (whole < n) Rest(op, source + whole, y + start + whole, n - whole);
            }
        }
    }

    /// <summary>Fewer elements than fill a register.</summary>
    [SkipLocalsInit]
    private static void Rest<TOp, T>(TOp op, T* x, T* y, int count)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* lanes = stackalloc T[Vector<T>.Count];
        Collect(x, 1, lanes, count);
        op.Apply(Vector.Load(lanes)).Store(lanes);
        for (int i = 0; i < count; i++) y[i] = lanes[i];
    }

    /// <summary>Brings n elements side by side and fills the last register with the last of them, so that no lane computes on garbage.</summary>
    private static void Collect<T>(T* source, nint stride, T* strip, int n)
        where T : unmanaged
    {
        for (int i = 0; i < n; i++) strip[i] = source[i * stride];
        for (int i = n; i % Vector<T>.Count != 0; i++) strip[i] = strip[n - 1];
    }
}
