using System.Numerics;

namespace DeepPuzzles.Kernels;

// y[i] = x[i]. Rows without gaps are block copies; transposed ones go in square tiles; others element by element.
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
            new Outer<CopyRows<T>>(new CopyRows<T>(loop, PointerTo(y), from, false), loop.Row).Run(0, loop.Rows);
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
            new Outer<CopyRows<T>>(new CopyRows<T>(loop, to, PointerTo(x), false), loop.Row).Run(0, loop.Rows);
        }
    }

    /// <inheritdoc/>
    public override void Fill<T>(T value, in View<T> y)
    {
        if (IsSmall(y.Layout, y.Layout))
        {
            new Span<T>(PointerTo(y), y.Layout.Count).Fill(value);
            return;
        }
        var loop = Loop.Over(y.Layout, y.Layout);
        RunRows(loop, new FillRows<T>(value, loop, PointerTo(y), typeof(T) != typeof(bool) && IsLarge(y)));
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
        int turned = loop.Stride(0) == 1 && loop.Rows > 1 ? loop.Turned(1) : -1;
        if (turned >= 0)
        {
            var tiles = new CopyTiles<T>(loop.Without(turned), loop.Size(turned), loop.Stride(0, turned), PointerTo(y), PointerTo(x), IsLarge(y));
            Run(tiles.Count, (long)Square * loop.Row, tiles);
            return;
        }
        RunRows(loop, new CopyRows<T>(loop, PointerTo(y), PointerTo(x), IsLarge(y)));
    }

    private readonly struct CopyRows<T>(Loop loop, T* y, T* x, bool isLarge) : IRow
        where T : unmanaged
    {
        public bool IsLarge => isLarge;

        public void Run(int row, int from, int to)
        {
            nint ys = loop.Stride(0), xs = loop.Stride(1);
            T* target = y + loop.Start(0, row) + from * ys;
            T* source = x + loop.Start(1, row) + from * xs;
            int count = to - from;
            if (ys == 1 && xs == 1 && isLarge && IsAligned(target)) Stream((byte*)source, (byte*)target, (long)count * sizeof(T));
            else if (ys == 1 && xs == 1) new Span<T>(source, count).CopyTo(new Span<T>(target, count));
            else if (ys == 1 && xs == 0) new Span<T>(target, count).Fill(*source);
            else for (int i = 0; i < count; i++) target[i * ys] = source[i * xs];
        }
    }

    private static void Stream(byte* x, byte* y, long bytes)
    {
        int width = Vector<byte>.Count;
        long i = 0;
        for (; i + 2 * width <= bytes; i += 2 * width)
        {
            Vector<byte> first = Vector.Load(x + i), second = Vector.Load(x + i + width);
            PastTheCache.Put(first, y + i);
            PastTheCache.Put(second, y + i + width);
        }
        new Span<byte>(x + i, (int)(bytes - i)).CopyTo(new Span<byte>(y + i, (int)(bytes - i)));
    }

    private readonly struct FillRows<T>(T value, Loop loop, T* y, bool isLarge) : IRow
        where T : unmanaged
    {
        public bool IsLarge => isLarge;

        public void Run(int row, int from, int to)
        {
            nint stride = loop.Stride(0);
            T* target = y + loop.Start(0, row) + from * stride;
            if (stride == 1 && isLarge && IsAligned(target)) Stream(value, target, to - from);
            else if (stride == 1) new Span<T>(target, to - from).Fill(value);
            else for (int i = 0; i < to - from; i++) target[i * stride] = value;
        }
    }

    private static void Stream<T>(T value, T* y, int count)
        where T : unmanaged
    {
        var values = new Vector<T>(value);
        int i = 0;
        for (; i + Vector<T>.Count <= count; i += Vector<T>.Count) PastTheCache.Put(values, y + i);
        new Span<T>(y + i, count - i).Fill(value);
    }
}
