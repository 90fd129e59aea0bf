namespace DeepPuzzles.Kernels.Ilgpu;

// y[i] = op(x[i]), z[i] = op(x[i], y[i]), whatever the strides: one kernel, no copies.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void Map<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        var loop = Loop.Over(y.Layout, x.Layout);
        Queue.Run(MapKernel.Run<TOp, T>, For(y.Layout.Count).Reads(x).Writes(y), new Walk(loop), op, Operand(x, loop, 1), Operand(y, loop, 0));
    }

    /// <inheritdoc/>
    public override void Zip<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z)
    {
        if (z.Layout.Count == 0) return;
        var loop = Loop.Over(z.Layout, x.Layout, y.Layout);
        Queue.Run(ZipKernel.Run<TOp, T>, For(z.Layout.Count).Reads(x).Reads(y).Writes(z), new Walk(loop), op, Operand(x, loop, 1), Operand(y, loop, 2), Operand(z, loop, 0));
    }

    /// <inheritdoc/>
    public override void Compare<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z)
    {
        if (z.Layout.Count == 0) return;
        var loop = Loop.Over(z.Layout, x.Layout, y.Layout);
        Queue.Run(CompareKernel.Run<TOp, T>, For(z.Layout.Count).Reads(x).Reads(y).Writes(z), new Walk(loop), op, Operand(x, loop, 1), Operand(y, loop, 2), Operand<bool, byte>(z, loop, 0));
    }
}
