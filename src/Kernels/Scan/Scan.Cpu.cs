using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// y[…, i, …] = the op over x[…, 0, …] to x[…, i, …].
// Each row along the axis is one chain, in float64 for floating-point numbers, so its bits do not depend on strides, threads or registers. Where
// another axis lies side by side, registers hold the totals of neighbouring rows.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void Scan<TOp, T>(TOp op, in View<T> x, int axis, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        int size = x.Layout.Sizes[axis];
        var loop = Loop.Over(WithoutSize(y.Layout, axis), WithoutSize(x.Layout, axis));
        nint ys = y.Layout.Strides[axis], xs = x.Layout.Strides[axis];
        if (loop.Stride(0) == 1 && loop.Stride(1) == 1 && loop.Row >= Vector<T>.Count)
        {
            int strips = Tiles(loop.Row, Strip);
            Run(loop.Rows * strips, (long)Strip * size, new ScanAcross<TOp, T>(op, loop, strips, size, ys, xs, PointerTo(y), PointerTo(x)));
        }
        else if (typeof(T) == typeof(float)) Run(loop.Rows * loop.Row, size, new ScanAlong<TOp, T, double>(op, loop, size, ys, xs, PointerTo(y), PointerTo(x)));
        else Run(loop.Rows * loop.Row, size, new ScanAlong<TOp, T, T>(op, loop, size, ys, xs, PointerTo(y), PointerTo(x)));
    }

    /// <summary>The first slice along an axis, which stays as 1.</summary>
    private static Layout WithoutSize(in Layout layout, int axis)
    {
        Span<int> sizes = stackalloc int[layout.Rank];
        layout.Sizes.CopyTo(sizes);
        sizes[axis] = 1;
        return new Layout(sizes, layout.Strides);
    }

    /// <summary>One item is a row.</summary>
    private readonly struct ScanAlong<TOp, T, TTotal>(TOp op, Loop loop, int size, nint ys, nint xs, T* y, T* x) : IRange
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
        where TTotal : unmanaged, INumber<TTotal>
    {
        public void Run(int from, int to)
        {
            (int row, int i) = int.DivRem(from, loop.Row);
            for (; from < to; row++, i = 0)
            {
                T* target = y + loop.Start(0, row), source = x + loop.Start(1, row);
                for (; i < loop.Row && from < to; i++, from++) Chain(source + i * loop.Stride(1), target + i * loop.Stride(0));
            }
        }

        private void Chain(T* source, T* target)
        {
            TTotal total = TTotal.CreateTruncating(*source);
            *target = *source;
            for (int p = 1; p < size; p++)
            {
                total = op.Combine(total, TTotal.CreateTruncating(source[p * xs]));
                target[p * ys] = T.CreateTruncating(total);
            }
        }
    }

    /// <summary>One item is a strip of neighbouring rows.</summary>
    private readonly struct ScanAcross<TOp, T>(TOp op, Loop loop, int strips, int size, nint ys, nint xs, T* y, T* x) : IRange
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        [SkipLocalsInit]
        public void Run(int from, int to)
        {
            // Room for the columns of a last register, which pass through strips of their own.
            double* totals = stackalloc double[Strip];
            T* source = stackalloc T[Strip];
            T* target = stackalloc T[Strip];
            for (int item = from; item < to; item++)
            {
                (int row, int strip) = int.DivRem(item, strips);
                int first = strip * Strip, columns = Math.Min(Strip, loop.Row - first), whole = columns - columns % Vector<T>.Count;
                T* sources = x + loop.Start(1, row) + first, targets = y + loop.Start(0, row) + first;
                for (int p = 0; p < size; p++, sources += xs, targets += ys)
                {
                    Step(sources, targets, totals, whole, p == 0);
                    if (whole == columns) continue;
                    Collect(sources + whole, 1, source, columns - whole);
                    Step(source, target, totals + whole, Vector<T>.Count, p == 0);
                    new Span<T>(target, columns - whole).CopyTo(new Span<T>(targets + whole, columns - whole));
                }
            }
        }

        private void Step(T* source, T* target, double* totals, int columns, bool isFirst)
        {
            for (int i = 0; i < columns; i += Vector<T>.Count)
            {
                Vector<T> next = Vector.Load(source + i);
                if (typeof(T) == typeof(float))
                {
                    Vector.Widen(next.As<T, float>(), out Vector<double> lower, out Vector<double> upper);
                    if (!isFirst) (lower, upper) = (op.Combine(Vector.Load(totals + i), lower), op.Combine(Vector.Load(totals + i + Vector<double>.Count), upper));
                    lower.Store(totals + i);
                    upper.Store(totals + i + Vector<double>.Count);
                    Vector.Narrow(lower, upper).As<float, T>().Store(target + i);
                }
                else
                {
                    if (!isFirst) next = op.Combine(Vector.Load((T*)totals + i), next);
                    next.Store((T*)totals + i);
                    next.Store(target + i);
                }
            }
        }
    }
}
