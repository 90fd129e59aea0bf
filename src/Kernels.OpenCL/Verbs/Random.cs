namespace DeepPuzzles.Kernels.OpenCL;

// y[i] = distribution(words of block i / 2): the same integer bits as on every device.
public sealed partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void Random<TOp, T>(TOp distribution, ulong key, ulong draw, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        OpSource source = OpSource.Distribution<TOp, T>(distribution);
        var walk = Walk.Over(y.Layout, y.Layout);
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.AddConstants<T>(source.Constants);
        arguments.Add(key);
        arguments.Add(draw);
        arguments.AddResult(y);
        _queue.Run(_programs[new KernelKey("Random.cl", "draw", ElementTypes.Of<T>(), source)], arguments, GroupsFor((walk.Count + 1L) / 2));
    }
}
