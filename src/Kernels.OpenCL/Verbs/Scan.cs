using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

// Running totals, combined in float64 one after the other: the same bits as on every device. Floating-point numbers need a device that has float64.
public sealed partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void Scan<TOp, T>(TOp op, in View<T> x, int axis, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        if (typeof(T) == typeof(int)) Scan<T, T>(OpSource.Reduction<TOp, T>(op), ScanOptions.Whole, x, axis, y);
        else Scan<T, double>(OpSource.Reduction<TOp, double>(op), typeof(T) == typeof(float) ? ScanOptions.Single : ScanOptions.Double, x, axis, y);
    }

    private void Scan<T, TTotal>(OpSource source, string options, in View<T> x, int axis, in View<T> y)
        where T : unmanaged
        where TTotal : unmanaged, INumber<TTotal>
    {
        var walk = Walk.Over(Axes.Without(x.Layout, axis), Axes.Without(y.Layout, axis));
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.AddConstants<TTotal>(source.Constants);
        arguments.Add(x.Layout.Sizes[axis]);
        arguments.Add(x.Layout.Strides[axis]);
        arguments.Add(y.Layout.Strides[axis]);
        arguments.Add(x);
        arguments.AddResult(y);
        _queue.Run(_programs[new KernelKey("Scan.cl", "scan", ElementTypes.Of<TTotal>(), source, Options: options)], arguments, GroupsFor(walk.Count));
    }

    private static class ScanOptions
    {
        internal const string Whole = $"{Kernel.GroupOption} -DE=int", Single = $"{Kernel.GroupOption} -DE=float", Double = $"{Kernel.GroupOption} -DE=double";
    }
}
