using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels.Ilgpu;

// The driver's part of what moves, and the kernels that move elements.
public sealed unsafe partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void Fill<T>(T value, in View<T> y)
    {
        if (sizeof(T) == sizeof(byte)) Fill<T, byte>(value, y);
        else if (sizeof(T) == sizeof(uint)) Fill<T, uint>(value, y);
        else Fill<T, ulong>(value, y);
    }

    private protected override void Send<T>(ReadOnlySpan<T> source, Buffer target, long offset) => Queue.Write(source, Of(target), offset);

    private protected override void Fetch<T>(Buffer source, long offset, Span<T> target) => Queue.Read(Of(source), offset, target);

    private protected override void CopyBytes(Buffer source, long from, Buffer target, long to, long bytes) => Queue.Copy(Of(source), from, Of(target), to, bytes);

    private protected override void CopyStrided<T>(in View<T> x, in View<T> y)
    {
        if (sizeof(T) == sizeof(byte)) Copy<T, byte>(x, y);
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
}
