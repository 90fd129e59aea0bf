namespace DeepPuzzles.Kernels.OpenCL;

// The driver's part of what moves, and the kernels that move elements.
public sealed unsafe partial class OpenClDevice
{
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

    private protected override void Send<T>(ReadOnlySpan<T> source, Buffer target, long offset) => _queue.Write(source, DeviceBuffer.Of(target), offset);

    private protected override void Fetch<T>(Buffer source, long offset, Span<T> target) => _queue.Read(DeviceBuffer.Of(source), offset, target);

    private protected override void CopyBytes(Buffer source, long from, Buffer target, long to, long bytes) => _queue.Copy(DeviceBuffer.Of(source), from, DeviceBuffer.Of(target), to, bytes);

    private protected override void CopyStrided<T>(in View<T> x, in View<T> y)
    {
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
}
