namespace DeepPuzzles.Kernels.OpenCL;

// (w, state) ← op(w, state, g) in place, in one pass over memory. The numbers of a step are arguments: another learning rate needs no other program.
public sealed partial class OpenClDevice
{
    private static readonly string[] s_states = ["-DSTATES=0", "-DSTATES=1", "-DSTATES=2"];

    /// <inheritdoc/>
    public override void Update<TOp, T>(TOp op, in View<T> gradient, in View<T> weight, in View<T> first, in View<T> second)
    {
        if (weight.Layout.Count == 0) return;
        OpSource source = OpSource.Update<TOp, T>(op);
        var walk = Walk.Over(weight.Layout, gradient.Layout);
        Arguments arguments = default;
        arguments.Add(walk);
        arguments.Add(op.Coefficients.To<T>());
        arguments.AddConstants<T>(source.Constants);
        arguments.Add(gradient);
        arguments.AddUpdated(weight);
        if (TOp.States > 0) arguments.AddUpdated(first);
        if (TOp.States > 1) arguments.AddUpdated(second);
        _queue.Run(_programs[new KernelKey("Update.cl", "update", ElementTypes.Of<T>(), source, Options: s_states[TOp.States])], arguments, GroupsFor(walk.Count));
    }
}
