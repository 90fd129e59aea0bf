using System.Numerics;

namespace DeepPuzzles.Kernels;

// y[i] = x[i]. Rows without gaps are block copies; others go element by element.
public sealed unsafe partial class CpuDevice
{
    /// <inheritdoc/>
    public override void Write<T>(ReadOnlySpan<T> source, in View<T> y)
    {
        if (y.Layout.IsContiguous)
        {
            source.CopyTo(new Span<T>(PointerTo(y), y.Layout.Count));
            return;
        }
        fixed (T* from = source)
        {
            var loop = Loop.Over(y.Layout, Layout.Contiguous(y.Layout.Sizes));
            new CopyRows<T>(loop, PointerTo(y), from).Run(0, loop.Rows);
        }
    }

    /// <inheritdoc/>
    public override void Read<T>(in View<T> x, Span<T> destination)
    {
        if (x.Layout.IsContiguous)
        {
            new ReadOnlySpan<T>(PointerTo(x), x.Layout.Count).CopyTo(destination);
            return;
        }
        fixed (T* to = destination)
        {
            var loop = Loop.Over(Layout.Contiguous(x.Layout.Sizes), x.Layout);
            new CopyRows<T>(loop, to, PointerTo(x)).Run(0, loop.Rows);
        }
    }

    /// <inheritdoc/>
    public override void Fill<T>(T value, in View<T> y)
    {
        if (y.Layout.IsContiguous)
        {
            new Span<T>(PointerTo(y), y.Layout.Count).Fill(value);
            return;
        }
        var loop = Loop.Over(y.Layout, y.Layout);
        for (int row = 0; row < loop.Rows; row++)
        {
            T* to = PointerTo(y) + loop.Start(0, row);
            if (loop.Stride(0) == 1) new Span<T>(to, loop.Row).Fill(value);
            else for (int i = 0; i < loop.Row; i++) to[i * loop.Stride(0)] = value;
        }
    }

    /// <inheritdoc/>
    public override void Copy<T>(in View<T> x, in View<T> y)
    {
        if (IsSmall(y.Layout, x.Layout))
        {
            new ReadOnlySpan<T>(PointerTo(x), x.Layout.Count).CopyTo(new Span<T>(PointerTo(y), y.Layout.Count));
            return;
        }
        var loop = Loop.Over(y.Layout, x.Layout);
        Run(loop.Rows, loop.Row, new CopyRows<T>(loop, PointerTo(y), PointerTo(x)));
    }

    /// <inheritdoc/>
    public override void Convert<TFrom, TTo>(in View<TFrom> x, in View<TTo> y)
    {
        var loop = Loop.Over(y.Layout, x.Layout);
        Run(loop.Rows, loop.Row, new ConvertRows<TFrom, TTo>(loop, PointerTo(y), PointerTo(x)));
    }

    private readonly struct CopyRows<T>(Loop loop, T* y, T* x) : IRange
        where T : unmanaged
    {
        public void Run(int from, int to)
        {
            nint ys = loop.Stride(0), xs = loop.Stride(1);
            for (int row = from; row < to; row++)
            {
                T* target = y + loop.Start(0, row);
                T* source = x + loop.Start(1, row);
                if (ys == 1 && xs == 1) new Span<T>(source, loop.Row).CopyTo(new Span<T>(target, loop.Row));
                else if (ys == 1 && xs == 0) new Span<T>(target, loop.Row).Fill(*source);
                else for (int i = 0; i < loop.Row; i++) target[i * ys] = source[i * xs];
            }
        }
    }

    private readonly struct ConvertRows<TFrom, TTo>(Loop loop, TTo* y, TFrom* x) : IRange
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        public void Run(int from, int to)
        {
            nint ys = loop.Stride(0), xs = loop.Stride(1);
            for (int row = from; row < to; row++)
            {
                TTo* target = y + loop.Start(0, row);
                TFrom* source = x + loop.Start(1, row);
                for (int i = 0; i < loop.Row; i++) target[i * ys] = TTo.CreateSaturating(source[i * xs]);
            }
        }
    }
}
