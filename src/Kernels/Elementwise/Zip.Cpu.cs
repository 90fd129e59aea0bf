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
        if (SmallRow(z.Layout, x.Layout, y.Layout) is > 0 and var row) ZipSmall(op, x, y, z, row);
        else ZipLoop(op, x, y, z);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ZipLoop<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
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
            Run(Blocks(z.Layout.Count), Strip, new ZipStrips<TOp, T>(op, a, b, PointerTo(z), z.Layout.Count, IsLarge(z)));
            return;
        }
        RunRows(loop, new ZipRows<TOp, T>(op, loop, PointerTo(z), PointerTo(x), PointerTo(y), IsLarge(z)));
    }

    private readonly struct ZipRows<TOp, T>(TOp op, Loop loop, T* z, T* x, T* y, bool isLarge) : IRow
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        public bool IsLarge => isLarge;

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
                if (xs is 0 or 1 && ys is 0 or 1 && xs + ys > 0)
                {
                    if (isLarge && IsAligned(target)) Dense<TOp, T, PastTheCache>(op, left, xs, right, ys, target, whole);
                    else Dense<TOp, T, IntoTheCache>(op, left, xs, right, ys, target, whole);
                }
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
    private readonly struct ZipStrips<TOp, T>(TOp op, Feed<T> x, Feed<T> y, T* z, int count, bool isLarge) : IRange
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
                if (isLarge && IsAligned(z)) Dense<TOp, T, PastTheCache>(op, left, 1, right, 1, z + start, whole);
                else Dense<TOp, T, IntoTheCache>(op, left, 1, right, 1, z + start, whole);
                if (whole < n) Rest(op, left + whole, right + whole, z + start + whole, n - whole);
            }
            if (isLarge) Interlocked.MemoryBarrier();
        }
    }

    /// <summary>Whole registers; one operand may repeat one element.</summary>
    private static void Dense<TOp, T, TStore>(TOp op, T* x, nint xs, T* y, nint ys, T* z, int whole)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
        where TStore : struct, IStore
    {
        int width = Vector<T>.Count, i = 0;
        if (xs == 0)
        {
            var left = new Vector<T>(*x);
            for (; i < whole; i += width) TStore.Put(op.Apply(left, Vector.Load(y + i)), z + i);
        }
        else if (ys == 0)
        {
            var right = new Vector<T>(*y);
            for (; i < whole; i += width) TStore.Put(op.Apply(Vector.Load(x + i), right), z + i);
        }
        else
        {
            for (; i + 2 * width <= whole; i += 2 * width)
            {
                TStore.Put(op.Apply(Vector.Load(x + i), Vector.Load(y + i)), z + i);
                TStore.Put(op.Apply(Vector.Load(x + i + width), Vector.Load(y + i + width)), z + i + width);
            }
            if (i < whole) op.Apply(Vector.Load(x + i), Vector.Load(y + i)).Store(z + i);
        }
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
