using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// z[i] = op(x[i], y[i]).
// As Map: whole rows where they are long, strips of the result where rows are short and operands broadcast.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void Zip<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z)
    {
        var loop = Loop.Over(z.Layout, x.Layout, y.Layout);
        if (Turn(loop, 1, x) is { } left)
        {
            Zip(op, left, y, z);
            Release(left.Buffer);
            return;
        }
        if (Turn(loop, 2, y) is { } right)
        {
            Zip(op, x, right, z);
            Release(right.Buffer);
            return;
        }
        if (loop.Rows > 1 && loop.Row < ShortRow && z.Layout.IsContiguous)
        {
            Feed<T> a = new(loop, 1, PointerTo(x), x.Layout.IsContiguous), b = new(loop, 2, PointerTo(y), y.Layout.IsContiguous);
            Run(Blocks(z.Layout.Count), Strip, new ZipStrips<TOp, T>(op, a, b, PointerTo(z), z.Layout.Count));
            return;
        }
        var rows = new ZipRows<TOp, T>(op, loop, PointerTo(z), PointerTo(x), PointerTo(y), loop.Rows == 1 && IsPastTheCache(z));
        if (loop.Rows == 1) Run(Blocks(loop.Row), Strip, new Inner<ZipRows<TOp, T>>(rows, loop.Row));
        else Run(loop.Rows, loop.Row, new Outer<ZipRows<TOp, T>>(rows, loop.Row));
    }

    private readonly struct ZipRows<TOp, T>(TOp op, Loop loop, T* z, T* x, T* y, bool pastTheCache) : IRow
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
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
                if (xs == 1 && ys == 1) Dense(op, left, right, target, whole, pastTheCache);
                else if (xs == 1 && ys == 0) Right(op, left, new Vector<T>(*right), target, whole);
                else if (xs == 0 && ys == 1) Left(op, new Vector<T>(*left), right, target, whole);
                else whole = 0;
                target += whole;
                left += whole * xs;
                right += whole * ys;
                count -= whole;
            }
            if (count > 0) Gapped(left, xs, right, ys, target, zs, count);
        }

        [SkipLocalsInit]
        private void Gapped(T* left, nint xs, T* right, nint ys, T* target, nint zs, int count)
        {
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

    /// <summary>One item is a strip of the result.</summary>
    private readonly struct ZipStrips<TOp, T>(TOp op, Feed<T> x, Feed<T> y, T* z, int count) : IRange
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            T* a = stackalloc T[Feed<T>.Buffer];
            T* b = stackalloc T[Feed<T>.Buffer];
            x.Prepare(a);
            y.Prepare(b);
            for (int start = from * Strip, end = Math.Min(to * Strip, count); start < end; start += Strip)
            {
                int n = Math.Min(Strip, end - start), whole = n - n % Vector<T>.Count;
                T* left = x.Next(start, n, a);
                T* right = y.Next(start, n, b);
                Dense(op, left, right, z + start, whole, false);
                if (whole < n) Rest(op, left + whole, right + whole, z + start + whole, n - whole);
            }
        }
    }

    private static void Dense<TOp, T>(TOp op, T* x, T* y, T* z, int whole, bool pastTheCache)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        int width = Vector<T>.Count, i = 0;
        if (pastTheCache)
        {
            for (; i + 2 * width <= whole; i += 2 * width)
            {
                op.Apply(Vector.Load(x + i), Vector.Load(y + i)).StoreAlignedNonTemporal(z + i);
                op.Apply(Vector.Load(x + i + width), Vector.Load(y + i + width)).StoreAlignedNonTemporal(z + i + width);
            }
            Interlocked.MemoryBarrier();        // such stores are not ordered with others
        }
        else
        {
            for (; i + 2 * width <= whole; i += 2 * width)
            {
                op.Apply(Vector.Load(x + i), Vector.Load(y + i)).Store(z + i);
                op.Apply(Vector.Load(x + i + width), Vector.Load(y + i + width)).Store(z + i + width);
            }
        }
        if (i < whole) op.Apply(Vector.Load(x + i), Vector.Load(y + i)).Store(z + i);
    }

    private static void Right<TOp, T>(TOp op, T* x, Vector<T> y, T* z, int whole)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < whole; i += Vector<T>.Count) op.Apply(Vector.Load(x + i), y).Store(z + i);
    }

    private static void Left<TOp, T>(TOp op, Vector<T> x, T* y, T* z, int whole)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        for (int i = 0; i < whole; i += Vector<T>.Count) op.Apply(x, Vector.Load(y + i)).Store(z + i);
    }

    /// <summary>Fewer elements than fill a register.</summary>
    [SkipLocalsInit]
    private static void Rest<TOp, T>(TOp op, T* x, T* y, T* z, int count)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        T* a = stackalloc T[Vector<T>.Count];
        T* b = stackalloc T[Vector<T>.Count];
        Collect(x, 1, a, count);
        Collect(y, 1, b, count);
        op.Apply(Vector.Load(a), Vector.Load(b)).Store(a);
        for (int i = 0; i < count; i++) z[i] = a[i];
    }
}
