using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// y[i] = op(x[i]), z[i] = op(x[i], y[i]).
// Rows run in SIMD registers; operands with gaps pass through a strip on the stack, and so does the end of a row, so every element sees
// the vector form and its bits do not depend on where it stands.
public sealed unsafe partial class CpuDevice
{
    private const int Strip = 256;

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
        var rows = new MapRows<TOp, T>(op, loop, PointerTo(y), PointerTo(x));
        if (loop.Rows == 1) Run(Blocks(loop.Row), Strip, new Inner<MapRows<TOp, T>>(rows, loop.Row));
        else Run(loop.Rows, loop.Row, new Outer<MapRows<TOp, T>>(rows, loop.Row));
    }

    /// <inheritdoc/>
    public override void Zip<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z)
    {
        if (IsSmall(z.Layout, x.Layout, y.Layout)) ZipSmall(op, PointerTo(x), Step(x.Layout), PointerTo(y), Step(y.Layout), PointerTo(z), z.Layout.Count);
        else ZipLoop(op, x, y, z);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ZipLoop<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        var loop = Loop.Over(z.Layout, x.Layout, y.Layout);
        var rows = new ZipRows<TOp, T>(op, loop, PointerTo(z), PointerTo(x), PointerTo(y));
        if (loop.Rows == 1) Run(Blocks(loop.Row), Strip, new Inner<ZipRows<TOp, T>>(rows, loop.Row));
        else Run(loop.Rows, loop.Row, new Outer<ZipRows<TOp, T>>(rows, loop.Row));
    }

    /// <inheritdoc/>
    public override void Compare<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z)
    {
        if (IsSmall(z.Layout, x.Layout, y.Layout)) CompareSmall(op, PointerTo(x), Step(x.Layout), PointerTo(y), Step(y.Layout), PointerTo(z), z.Layout.Count);
        else CompareLoop(op, x, y, z);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CompareLoop<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z)
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T>
    {
        var loop = Loop.Over(z.Layout, x.Layout, y.Layout);
        Run(loop.Rows, loop.Row, new CompareRows<TOp, T>(op, loop, PointerTo(z), PointerTo(x), PointerTo(y)));
    }

    /// <inheritdoc/>
    public override void Select<T>(in View<bool> mask, in View<T> x, in View<T> y, in View<T> z)
    {
        var loop = Loop.Over(z.Layout, mask.Layout, x.Layout, y.Layout);
        Run(loop.Rows, loop.Row, new SelectRows<T>(loop, PointerTo(z), PointerTo(mask), PointerTo(x), PointerTo(y)));
    }

    private static int Blocks(int elements) => (elements + Strip - 1) / Strip;

    /// <summary>A kernel that can do a part of one row.</summary>
    private interface IRow
    {
        void Run(int row, int from, int to);
    }

    /// <summary>Splits the only row into strips.</summary>
    private readonly struct Inner<TRow>(TRow kernel, int length) : IRange
        where TRow : struct, IRow
    {
        public void Run(int from, int to) => kernel.Run(0, from * Strip, Math.Min(to * Strip, length));
    }

    /// <summary>Splits between rows.</summary>
    private readonly struct Outer<TRow>(TRow kernel, int length) : IRange
        where TRow : struct, IRow
    {
        public void Run(int from, int to)
        {
            for (int row = from; row < to; row++) kernel.Run(row, 0, length);
        }
    }

    private readonly struct MapRows<TOp, T>(TOp op, Loop loop, T* y, T* x) : IRow
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [SkipLocalsInit]
        public void Run(int row, int from, int to)
        {
            nint ys = loop.Stride(0), xs = loop.Stride(1);
            T* target = y + loop.Start(0, row) + from * ys;
            T* source = x + loop.Start(1, row) + from * xs;
            int count = to - from;
            if (ys == 1 && xs == 1)
            {
                int whole = count - count % Vector<T>.Count;
                for (int i = 0; i < whole; i += Vector<T>.Count) op.Apply(Vector.Load(source + i)).Store(target + i);
                target += whole;
                source += whole;
                count -= whole;
            }
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

    private readonly struct ZipRows<TOp, T>(TOp op, Loop loop, T* z, T* x, T* y) : IRow
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        [SkipLocalsInit]
        public void Run(int row, int from, int to)
        {
            nint zs = loop.Stride(0), xs = loop.Stride(1), ys = loop.Stride(2);
            T* target = z + loop.Start(0, row) + from * zs;
            T* left = x + loop.Start(1, row) + from * xs;
            T* right = y + loop.Start(2, row) + from * ys;
            int count = to - from;
            if (zs == 1)
            {
                int whole = count - count % Vector<T>.Count;
                if (xs == 1 && ys == 1)
                    for (int i = 0; i < whole; i += Vector<T>.Count) op.Apply(Vector.Load(left + i), Vector.Load(right + i)).Store(target + i);
                else if (xs == 1 && ys == 0)
                    for (int i = 0; i < whole; i += Vector<T>.Count) op.Apply(Vector.Load(left + i), new Vector<T>(*right)).Store(target + i);
                else if (xs == 0 && ys == 1)
                    for (int i = 0; i < whole; i += Vector<T>.Count) op.Apply(new Vector<T>(*left), Vector.Load(right + i)).Store(target + i);
                else whole = 0;
                target += whole;
                left += whole * xs;
                right += whole * ys;
                count -= whole;
            }
            T* a = stackalloc T[Strip];
            T* b = stackalloc T[Strip];
            for (; count > 0; count -= Strip, left += Strip * xs, right += Strip * ys, target += Strip * zs)
            {
                int n = Math.Min(count, Strip);
                Collect(left, xs, a, n);
                Collect(right, ys, b, n);
                for (int i = 0; i < n; i += Vector<T>.Count) op.Apply(Vector.Load(a + i), Vector.Load(b + i)).Store(a + i);
                for (int i = 0; i < n; i++) target[i * zs] = a[i];
            }
        }
    }

    /// <summary>Brings n elements side by side and fills the last register with the last of them, so that no lane computes on garbage.</summary>
    private static void Collect<T>(T* source, nint stride, T* strip, int n)
        where T : unmanaged
    {
        for (int i = 0; i < n; i++) strip[i] = source[i * stride];
        for (int i = n; i % Vector<T>.Count != 0; i++) strip[i] = strip[n - 1];
    }

    private readonly struct CompareRows<TOp, T>(TOp op, Loop loop, bool* z, T* x, T* y) : IRange
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T>
    {
        public void Run(int from, int to)
        {
            nint zs = loop.Stride(0), xs = loop.Stride(1), ys = loop.Stride(2);
            for (int row = from; row < to; row++)
            {
                bool* target = z + loop.Start(0, row);
                T* left = x + loop.Start(1, row);
                T* right = y + loop.Start(2, row);
                for (int i = 0; i < loop.Row; i++) target[i * zs] = op.Apply(left[i * xs], right[i * ys]);
            }
        }
    }

    private readonly struct SelectRows<T>(Loop loop, T* z, bool* mask, T* x, T* y) : IRange
        where T : unmanaged
    {
        public void Run(int from, int to)
        {
            nint zs = loop.Stride(0), ms = loop.Stride(1), xs = loop.Stride(2), ys = loop.Stride(3);
            for (int row = from; row < to; row++)
            {
                T* target = z + loop.Start(0, row);
                bool* condition = mask + loop.Start(1, row);
                T* left = x + loop.Start(2, row);
                T* right = y + loop.Start(3, row);
                for (int i = 0; i < loop.Row; i++) target[i * zs] = condition[i * ms] ? left[i * xs] : right[i * ys];
            }
        }
    }
}
