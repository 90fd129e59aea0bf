namespace DeepPuzzles.Kernels.Ilgpu;

// (w, state) ← op(w, state, g) in place, in one pass over memory. The numbers of a step are arguments: another learning rate needs no other kernel.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void Update<TOp, T>(TOp op, in View<T> gradient, in View<T> weight, in View<T> first, in View<T> second)
    {
        if (weight.Layout.Count == 0) return;
        var loop = Loop.Over(weight.Layout, gradient.Layout);
        Launch launch = For(weight.Layout.Count).Reads(gradient).Updates(weight);
        if (TOp.States > 0) launch = launch.Updates(first);
        if (TOp.States > 1) launch = launch.Updates(second);
        Queue.Run(UpdateKernel.Run<TOp, T>, launch, new Walk(loop), op, op.Coefficients.To<T>(), Operand(gradient, loop, 1), Operand(weight, loop, 0),
            TOp.States > 0 ? Operand(first, loop, 0) : default, TOp.States > 1 ? Operand(second, loop, 0) : default);
    }
}
