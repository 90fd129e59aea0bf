using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels.Ilgpu;

// y[…, i, …] = x[…, index[…, i, …], …] and its adjoint. An index that lies outside gives NaN or 0 here, and is told when a value is read.
public sealed unsafe partial class IlgpuDevice
{
    /// <inheritdoc/>
    /// <remarks>An index that lies outside is told at the next reading.</remarks>
    public override void Gather<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        if (sizeof(T) == sizeof(byte)) Gather<T, byte>(x, index, axis, y);
        else if (sizeof(T) == sizeof(uint)) Gather<T, uint>(x, index, axis, y);
        else Gather<T, ulong>(x, index, axis, y);
    }

    /// <inheritdoc/>
    /// <remarks>An index that lies outside is told at the next reading.</remarks>
    public override void ScatterAdd<T>(in View<T> x, in View<int> index, int axis, in View<T> y)
    {
        if (x.Layout.Count == 0) return;
        var loop = Loop.Over(Axes.Without(x.Layout, axis), Axes.Without(index.Layout, axis), Axes.Without(y.Layout, axis));
        var walk = new Walk(loop);
        int length = x.Layout.Sizes[axis], size = y.Layout.Sizes[axis];
        Lines<T> from = Lines(x, loop, 0, axis), to = Lines(y, loop, 2, axis);
        Lines<int> indices = Lines(index, loop, 1, axis);
        if (Gathering.GoesAlongLines(walk.Count, size, (long)_hardware.NumMultiprocessors * GroupSize))
            Queue.Run(ScatterKernel.Lines<T>, For(walk.Count).Reads(x).Reads(index).Updates(y), walk, axis, length, size, from, indices, to, Queue.Faults);
        else
            Queue.Run(ScatterKernel.Elements<T>, Of(((long)size + GroupSize - 1) / GroupSize * walk.Count).Reads(x).Reads(index).Updates(y), walk, axis, length, size, from, indices, to, Queue.Faults);
    }

    private void Gather<T, TBits>(in View<T> x, in View<int> index, int axis, in View<T> y)
        where T : unmanaged
        where TBits : unmanaged
    {
        if (y.Layout.Count == 0) return;
        var loop = Loop.Over(y.Layout, index.Layout, Gathering.AtRest(x.Layout, axis, y.Layout));
        Queue.Run(GatherKernel.Run<TBits>, For(y.Layout.Count).Reads(x).Reads(index).Writes(y), new Walk(loop), axis, Gathering.Below(y.Layout, axis), y.Layout.Sizes[axis], x.Layout.Sizes[axis], Unsafe.BitCast<T, TBits>(Nothing.Of<T>()),
            Lines<T, TBits>(x, loop, 2, axis), Operand(index, loop, 1), Operand<T, TBits>(y, loop, 0), Queue.Faults);
    }
}
