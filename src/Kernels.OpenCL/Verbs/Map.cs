namespace DeepPuzzles.Kernels.OpenCL;

// y[i] = op(x[i]), z[i] = op(x[i], y[i]), whatever the strides: one kernel, no copies.
public sealed partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void Map<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        OpSource source = OpSource.Unary<TOp, T>(op);
        var walk = Walk.Over(y.Layout, x.Layout);
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.AddConstants<T>(source.Constants);
        arguments.Add(x);
        arguments.AddResult(y);
        _queue.Run(_programs[new KernelKey("Map.cl", "map", ElementTypes.Of<T>(), source)], arguments, GroupsFor(walk.Count));
    }

    /// <inheritdoc/>
    public override void Zip<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<T> z) =>
        Pairs("Zip.cl", OpSource.Binary<TOp, T>(op), x, y, z);

    /// <inheritdoc/>
    public override void Compare<TOp, T>(TOp op, in View<T> x, in View<T> y, in View<bool> z) =>
        Pairs("Compare.cl", OpSource.Comparison<TOp, T>(op), x, y, z);

    private void Pairs<T, TResult>(string file, OpSource source, in View<T> x, in View<T> y, in View<TResult> z)
        where T : unmanaged, System.Numerics.INumber<T>
        where TResult : unmanaged
    {
        if (z.Layout.Count == 0) return;
        var walk = Walk.Over(z.Layout, x.Layout, y.Layout);
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.AddConstants<T>(source.Constants);
        arguments.Add(x);
        arguments.Add(y);
        arguments.AddResult(z);
        _queue.Run(_programs[new KernelKey(file, "pairs", ElementTypes.Of<T>(), source)], arguments, GroupsFor(walk.Count));
    }
}
