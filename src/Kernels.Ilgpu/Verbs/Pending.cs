namespace DeepPuzzles.Kernels.Ilgpu;

// Verbs without kernels yet.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void Reduce<TOp, T>(TOp op, in View<T> x, in View<T> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void ArgReduce<TOp, T>(TOp op, in View<T> x, int axis, in View<int> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void Scan<TOp, T>(TOp op, in View<T> x, int axis, in View<T> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void ArgSort<T>(in View<T> x, int axis, bool descending, in View<int> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void Factor<TOp, T>(TOp op, in View<T> a, in View<T> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void Solve<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> x) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void Gather<T>(in View<T> x, in View<int> index, int axis, in View<T> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void ScatterAdd<T>(in View<T> x, in View<int> index, int axis, in View<T> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void Random<TOp, T>(TOp distribution, ulong key, ulong draw, in View<T> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void MapEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void FoldEachRow<TOp, TFirst, T>(TOp op, in View<T> x, in Beside<T> beside, in View<T> z) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void Update<TOp, T>(TOp op, in View<T> gradient, in View<T> weight, in View<T> first, in View<T> second) => throw new NotImplementedException();
}
