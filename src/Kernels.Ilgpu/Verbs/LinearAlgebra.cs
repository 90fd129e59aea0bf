namespace DeepPuzzles.Kernels.Ilgpu;

// On the processor.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void Factor<TOp, T>(TOp op, in View<T> a, in View<T> y) => HostAlgebra.Factor(this, op, a, y);

    /// <inheritdoc/>
    public override void Solve<TOp, T>(TOp op, in View<T> a, in View<T> b, in View<T> x) => HostAlgebra.Solve(this, op, a, b, x);
}
