namespace DeepPuzzles.Kernels.OpenCL;

// y and place = the element of each window that the op keeps and where it stands: one work item for each.
public sealed unsafe partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void ArgReduceWindows<TOp, T>(TOp op, in Sliding sliding, Extent window, in View<T> x, in View<T> y, in View<int> place)
    {
        if (y.Layout.Count == 0) return;
        var source = OpSource.ArgReduction<TOp, T>(op);
        Arguments arguments = default;
        arguments.Add(new WindowsOf(sliding, window, x.Layout, y.Layout));
        arguments.AddConstants<T>(source.Constants);
        arguments.Add(x);
        arguments.AddResult(y);
        arguments.AddResult(place);
        _queue.Run(_programs[new KernelKey("Windows.cl", "windows", ElementTypes.Of<T>(), source)], arguments, GroupsFor(y.Layout.Count));
    }

    /// <summary>The structure <c>job</c> of Windows.cl.</summary>
    private struct WindowsOf
    {
        private readonly int _count, _channels;
        private readonly Extent _image, _window, _places, _stride, _padding, _dilation;
        private fixed int _x[4];

        internal WindowsOf(in Sliding sliding, Extent window, in Layout x, in Layout y)
        {
            (_count, _channels) = (y.Count, x.Sizes[1]);
            (_image, _window, _places) = (new Extent(x.Sizes[2], x.Sizes[3]), window, new Extent(y.Sizes[2], y.Sizes[3]));
            (_stride, _padding, _dilation) = sliding;
            x.Strides.CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref _x[0], 4));
        }
    }
}
