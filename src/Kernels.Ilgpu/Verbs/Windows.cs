namespace DeepPuzzles.Kernels.Ilgpu;

// y and place = the element of each window that the op keeps and where it stands: one thread for each.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void ArgReduceWindows<TOp, T>(TOp op, in Sliding sliding, Extent window, in View<T> x, in View<T> y, in View<int> place)
    {
        if (y.Layout.Count == 0) return;
        Queue.Run(WindowsKernel.Run<TOp, T>, For(y.Layout.Count).Reads(x).Updates(y).Updates(place), new WindowsOf(sliding, window, x.Layout, y.Layout), op, All<T>(x.Buffer),
            All<T>(y.Buffer), y.Layout.Offset, All<int>(place.Buffer), place.Layout.Offset);
    }
}
