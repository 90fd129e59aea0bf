using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels.Ilgpu;

// What moves between host and device and within the device. Views without gaps are moved by the driver's own copy; others by a kernel, those of the
// host by way of a dense array on the device.
public sealed unsafe partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void Write<T>(ReadOnlySpan<T> source, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        if (y.Layout.IsContiguous)
        {
            Queue.Write(source, Of(y.Buffer), (long)y.Layout.Offset * sizeof(T));
            return;
        }
        View<T> dense = Dense<T>(y.Layout);
        try
        {
            Write(source, dense);
            Copy(dense, y);
        }
        finally
        {
            Release(dense.Buffer);
        }
    }

    /// <summary>Waits for all work before it, and copies a view into host memory, in row-major order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The view depends on an index that lies outside of its array; or a kernel of this thread, or of one
    /// that has ended, met one since the last reading.</exception>
    public override void Read<T>(in View<T> x, Span<T> destination)
    {
        if (x.Layout.Count == 0) return;
        if (x.Layout.IsContiguous)
        {
            Queue.Read(Of(x.Buffer), (long)x.Layout.Offset * sizeof(T), destination[..x.Layout.Count]);
            return;
        }
        View<T> dense = Dense<T>(x.Layout);
        try
        {
            Copy(x, dense);
            Read(dense, destination);
        }
        finally
        {
            Release(dense.Buffer);
        }
    }

    /// <inheritdoc/>
    public override void Fill<T>(T value, in View<T> y)
    {
        if (sizeof(T) == sizeof(byte)) Fill<T, byte>(value, y);
        else if (sizeof(T) == sizeof(uint)) Fill<T, uint>(value, y);
        else Fill<T, ulong>(value, y);
    }

    /// <inheritdoc/>
    public override void Copy<T>(in View<T> x, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        if (x.Layout.IsContiguous && y.Layout.IsContiguous)
            Queue.Copy(Of(x.Buffer), (long)x.Layout.Offset * sizeof(T), Of(y.Buffer), (long)y.Layout.Offset * sizeof(T), (long)y.Layout.Count * sizeof(T));
        else if (sizeof(T) == sizeof(byte)) Copy<T, byte>(x, y);
        else if (sizeof(T) == sizeof(uint)) Copy<T, uint>(x, y);
        else Copy<T, ulong>(x, y);
    }

    /// <inheritdoc/>
    public override void Convert<TFrom, TTo>(in View<TFrom> x, in View<TTo> y)
    {
        if (y.Layout.Count == 0) return;
        var loop = Loop.Over(y.Layout, x.Layout);
        Queue.Run(CopyKernel.Convert<TFrom, TTo>, For(y.Layout.Count).Reads(x).Writes(y), new Walk(loop), Operand(x, loop, 1), Operand(y, loop, 0));
    }

    /// <inheritdoc/>
    public override void Select<T>(in View<bool> mask, in View<T> x, in View<T> y, in View<T> z)
    {
        if (sizeof(T) == sizeof(byte)) Select<T, byte>(mask, x, y, z);
        else if (sizeof(T) == sizeof(uint)) Select<T, uint>(mask, x, y, z);
        else Select<T, ulong>(mask, x, y, z);
    }

    // What only moves elements takes them for bits of their size: one kernel for all types of a size.

    private void Fill<T, TBits>(T value, in View<T> y)
        where T : unmanaged
        where TBits : unmanaged
    {
        if (y.Layout.Count == 0) return;
        var loop = Loop.Over(y.Layout, y.Layout);
        Queue.Run(CopyKernel.Fill<TBits>, For(y.Layout.Count).Writes(y), new Walk(loop), Unsafe.BitCast<T, TBits>(value), Operand<T, TBits>(y, loop, 0));
    }

    private void Copy<T, TBits>(in View<T> x, in View<T> y)
        where T : unmanaged
        where TBits : unmanaged
    {
        var loop = Loop.Over(y.Layout, x.Layout);
        Queue.Run(CopyKernel.Run<TBits>, For(y.Layout.Count).Reads(x).Writes(y), new Walk(loop), Operand<T, TBits>(x, loop, 1), Operand<T, TBits>(y, loop, 0));
    }

    private void Select<T, TBits>(in View<bool> mask, in View<T> x, in View<T> y, in View<T> z)
        where T : unmanaged
        where TBits : unmanaged
    {
        if (z.Layout.Count == 0) return;
        var loop = Loop.Over(z.Layout, mask.Layout, x.Layout, y.Layout);
        Queue.Run(SelectKernel.Run<TBits>, For(z.Layout.Count).Reads(mask).Reads(x).Reads(y).Writes(z), new Walk(loop), Operand<bool, byte>(mask, loop, 1), Operand<T, TBits>(x, loop, 2), Operand<T, TBits>(y, loop, 3), Operand<T, TBits>(z, loop, 0));
    }

    /// <summary>A dense array of the same sizes, which the caller gives back.</summary>
    private View<T> Dense<T>(in Layout like)
        where T : unmanaged => new(Acquire((long)like.Count * sizeof(T)), Layout.Contiguous(like.Sizes));
}
