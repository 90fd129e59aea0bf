using System.Numerics;

namespace DeepPuzzles.Kernels;

// y[…, i, …] = x[…, index[…, i, …], …] and its adjoint y[…, index[…, i, …], …] += x[…, i, …].
// The loops see the indexed array with stride 0 along the axis; each index adds its own step. Rows that share one index are moved whole.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void Gather<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        Indices.Check(index, axis, x.Layout.Sizes[axis]);
        var loop = Loop.Over(y.Layout, index.Layout, WithoutAxis(x.Layout, y.Layout, axis));
        Run(loop.Rows, loop.Row, new GatherRows<T>(loop, PointerTo(y), PointerTo(index), PointerTo(x), x.Layout.Strides[axis]));
    }

    /// <inheritdoc/>
    public override void ScatterAdd<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        Indices.Check(index, axis, y.Layout.Sizes[axis]);
        var loop = Loop.Over(x.Layout, index.Layout, WithoutAxis(y.Layout, x.Layout, axis));
        var rows = new ScatterRows<T>(loop, PointerTo(x), PointerTo(index), PointerTo(y), y.Layout.Strides[axis]);
        // Threads may share out the columns of rows that share one index: then each element of y belongs to one thread, in the order of x.
        // Where the axis is the row's own, no two rows meet in an element, and threads share out rows.
        if (loop.Stride(1) == 0 && loop.Stride(2) != 0) Run(Tiles(loop.Row, Strip), (long)loop.Rows * Strip, rows);
        else if (loop.Stride(2) == 0 && loop.Rows > 1) Run(loop.Rows, 2L * loop.Row, new ScatterOwnRows<T>(loop, PointerTo(x), PointerTo(index), PointerTo(y), y.Layout.Strides[axis]));
        else rows.Run(0, Tiles(loop.Row, Strip));
    }

    /// <summary>The indexed array as the loops walk it: the sizes of the other one, no step along the axis.</summary>
    private static Layout WithoutAxis(in Layout indexed, in Layout other, int axis)
    {
        Span<int> strides = stackalloc int[indexed.Rank];
        indexed.Strides.CopyTo(strides);
        strides[axis] = 0;
        return new Layout(other.Sizes, strides);
    }

    private readonly struct GatherRows<T>(Loop loop, T* y, int* index, T* x, nint step) : IRange
        where T : unmanaged
    {
        public void Run(int from, int to)
        {
            nint ys = loop.Stride(0), indices = loop.Stride(1), xs = loop.Stride(2);
            for (int row = from; row < to; row++)
            {
                T* target = y + loop.Start(0, row);
                int* chosen = index + loop.Start(1, row);
                T* source = x + loop.Start(2, row);
                if (indices == 0 && ys == 1 && xs == 1) new Span<T>(source + *chosen * step, loop.Row).CopyTo(new Span<T>(target, loop.Row));
                else for (int i = 0; i < loop.Row; i++) target[i * ys] = source[chosen[i * indices] * step + i * xs];
            }
        }
    }

    private readonly struct ScatterOwnRows<T>(Loop loop, T* x, int* index, T* y, nint step) : IRange
        where T : unmanaged, INumber<T>
    {
        public void Run(int from, int to)
        {
            nint xs = loop.Stride(0), indices = loop.Stride(1);
            for (int row = from; row < to; row++)
            {
                T* source = x + loop.Start(0, row), target = y + loop.Start(2, row);
                int* chosen = index + loop.Start(1, row);
                if (xs == 1 && indices == 1 && step == 1)
                    for (int i = 0; i < loop.Row; i++) target[chosen[i]] += source[i];
                else
                    for (int i = 0; i < loop.Row; i++) target[chosen[i * indices] * step] += source[i * xs];
            }
        }
    }

    private readonly struct ScatterRows<T>(Loop loop, T* x, int* index, T* y, nint step) : IRange
        where T : unmanaged, INumber<T>
    {
        public void Run(int from, int to)
        {
            nint xs = loop.Stride(0), indices = loop.Stride(1), ys = loop.Stride(2);
            int first = from * Strip, count = Math.Min(to * Strip, loop.Row) - first;
            for (int row = 0; row < loop.Rows; row++)
            {
                T* source = x + loop.Start(0, row) + first * xs;
                int* chosen = index + loop.Start(1, row) + first * indices;
                T* target = y + loop.Start(2, row) + first * ys;
                if (indices == 0 && xs == 1 && ys == 1) Add(source, target + *chosen * step, count);
                else for (int i = 0; i < count; i++) target[chosen[i * indices] * step + i * ys] += source[i * xs];
            }
        }

        private static void Add(T* source, T* target, int count)
        {
            int i = 0;
            for (; i <= count - Vector<T>.Count; i += Vector<T>.Count) (Vector.Load(target + i) + Vector.Load(source + i)).Store(target + i);
            for (; i < count; i++) target[i] += source[i];
        }
    }
}
