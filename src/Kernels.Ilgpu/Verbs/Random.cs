namespace DeepPuzzles.Kernels.Ilgpu;

// y[i] = distribution(words of block i / 2): the same integer bits as on every device.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void Random<TOp, T>(TOp distribution, ulong key, ulong draw, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        var loop = Loop.Over(y.Layout, y.Layout);
        Queue.Run(RandomKernel.Run<TOp, T>, For((y.Layout.Count + 1L) / 2).Writes(y), new Walk(loop), distribution, key, draw, Operand(y, loop, 0));
    }
}
