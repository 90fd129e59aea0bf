namespace DeepPuzzles.Kernels.OpenCL;

// What moves between host and device and within the device. Views without gaps are moved by the driver's own copy; others by a kernel, those of the
// host by way of a dense array on the device.
public sealed unsafe partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void Write<T>(ReadOnlySpan<T> source, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        if (y.Layout.IsContiguous)
        {
            _queue.Write(source, DeviceBuffer.Of(y.Buffer), (long)y.Layout.Offset * sizeof(T));
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
            _queue.Read(DeviceBuffer.Of(x.Buffer), (long)x.Layout.Offset * sizeof(T), destination[..x.Layout.Count]);
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
        if (y.Layout.Count == 0) return;
        if (y.Layout.IsContiguous)
        {
            _queue.Fill(value, DeviceBuffer.Of(y.Buffer), (long)y.Layout.Offset * sizeof(T), (long)y.Layout.Count * sizeof(T));
            return;
        }
        var walk = Walk.Over(y.Layout, y.Layout);
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.Add(value);
        arguments.AddResult(y);
        _queue.Run(_programs[new KernelKey("Copy.cl", "fill", ElementTypes.BitsOf<T>())], arguments, GroupsFor(walk.Count));
    }

    /// <inheritdoc/>
    public override void Copy<T>(in View<T> x, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        if (x.Layout.IsContiguous && y.Layout.IsContiguous)
        {
            _queue.Copy(DeviceBuffer.Of(x.Buffer), (long)x.Layout.Offset * sizeof(T), DeviceBuffer.Of(y.Buffer), (long)y.Layout.Offset * sizeof(T), (long)y.Layout.Count * sizeof(T));
            return;
        }
        var walk = Walk.Over(y.Layout, x.Layout);
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.Add(x);
        arguments.AddResult(y);
        _queue.Run(_programs[new KernelKey("Copy.cl", "copy", ElementTypes.BitsOf<T>())], arguments, GroupsFor(walk.Count));
    }

    /// <inheritdoc/>
    public override void Convert<TFrom, TTo>(in View<TFrom> x, in View<TTo> y)
    {
        if (y.Layout.Count == 0) return;
        ElementType from = ElementTypes.Of<TFrom>(), to = ElementTypes.Of<TTo>();
        var walk = Walk.Over(y.Layout, x.Layout);
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.Add(x);
        arguments.AddResult(y);
        _queue.Run(_programs[new KernelKey("Convert.cl", "convert", from, Other: to, Options: ConversionTo(to))], arguments, GroupsFor(walk.Count));
    }

    /// <inheritdoc/>
    public override void Select<T>(in View<bool> mask, in View<T> x, in View<T> y, in View<T> z)
    {
        if (z.Layout.Count == 0) return;
        var walk = Walk.Over(z.Layout, mask.Layout, x.Layout, y.Layout);
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.Add(mask);
        arguments.Add(x);
        arguments.Add(y);
        arguments.AddResult(z);
        _queue.Run(_programs[new KernelKey("Copy.cl", "choose", ElementTypes.BitsOf<T>())], arguments, GroupsFor(walk.Count));
    }

    private static string ConversionTo(ElementType type) => type switch
    {
        ElementType.Int32 => "-DCONVERT=convert_int_sat_rtz -DNOTHING=0",
        ElementType.Float32 => "-DCONVERT=convert_float_rte -DNOTHING=NAN",
        ElementType.Float64 => "-DCONVERT=convert_double_rte -DNOTHING=NAN",
        _ => "-DCONVERT=convert_uchar_sat_rtz -DNOTHING=0",
    };

    /// <summary>A dense array of the same sizes, which the caller gives back.</summary>
    private View<T> Dense<T>(in Layout like)
        where T : unmanaged => new(Acquire((long)like.Count * sizeof(T)), Layout.Contiguous(like.Sizes));
}
