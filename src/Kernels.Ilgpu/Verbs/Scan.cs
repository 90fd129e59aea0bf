using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

// Running totals, combined in float64 one after the other: the same bits as on every device.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void Scan<TOp, T>(TOp op, in View<T> x, int axis, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        var loop = Loop.Over(Axes.Without(x.Layout, axis), Axes.Without(y.Layout, axis));
        int length = x.Layout.Sizes[axis];
        Launch launch = For(loop.Rows * loop.Row).Reads(x).Writes(y);
        if (typeof(T) == typeof(float)) Totals<TOp, float>(launch, op, loop, length, Lines<T, float>(x, loop, 0, axis), Lines<T, float>(y, loop, 1, axis));
        else if (typeof(T) == typeof(double)) Totals<TOp, double>(launch, op, loop, length, Lines<T, double>(x, loop, 0, axis), Lines<T, double>(y, loop, 1, axis));
        else Queue.Run(ScanKernel.Wholes<TOp>, launch, new Walk(loop), op, length, Lines<T, int>(x, loop, 0, axis), Lines<T, int>(y, loop, 1, axis));
    }

    private void Totals<TOp, T>(in Launch launch, TOp op, in Loop loop, int length, in Lines<T> x, in Lines<T> y)
        where TOp : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Queue.Run(ScanKernel.Reals<TOp, T>, launch, new Walk(loop), op, length, x, y);
}
