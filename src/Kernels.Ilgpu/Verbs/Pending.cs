namespace DeepPuzzles.Kernels.Ilgpu;

// Verbs without kernels yet.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void MatMul<T>(in View<T> a, in View<T> b, in View<T> c) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void MatMul<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> bias, in View<T> c) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void Convolve<T>(in Sliding sliding, in View<T> x, in View<T> w, in View<T> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void Convolve<TOp, T>(TOp op, in Sliding sliding, in View<T> x, in View<T> w, in View<T> bias, in View<T> y) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void ConvolveTransposed<T>(in Sliding sliding, in View<T> y, in View<T> w, in View<T> x) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void ConvolveToWeights<T>(in Sliding sliding, in View<T> x, in View<T> y, in View<T> w) => throw new NotImplementedException();

    /// <inheritdoc/>
    public override void ArgReduceWindows<TOp, T>(TOp op, in Sliding sliding, Extent window, in View<T> x, in View<T> y, in View<int> place) => throw new NotImplementedException();
}
