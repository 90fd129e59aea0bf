using System.Numerics;

namespace DeepPuzzles.Kernels.OpenCL;

// One pass combines up to 4096 elements to one; what is left is reduced again, so a sum of 10⁸ numbers takes three passes. Sizes and strides alone
// decide how, so results have the same bits from run to run.
public sealed partial class OpenClDevice
{
    /// <inheritdoc/>
    public override void Reduce<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        OpSource source = OpSource.Reduction<TOp, T>(op);
        (Layout outputs, Layout reduced) = Axes.Divide(x.Layout, y.Layout);
        Reduce(source, x, outputs, reduced, y);
    }

    private unsafe void Reduce<T>(OpSource source, in View<T> x, in Layout outputs, in Layout reduced, in View<T> y)
        where T : unmanaged, INumber<T>
    {
        var split = ReduceSplit.For(outputs, reduced, Groups.Size);
        int parts = split.Parts(reduced.Count);
        if (parts == 1)
        {
            Pass(source, split, x, outputs, reduced, y, parts, 1, 0);
            return;
        }
        // Neighbours of what the next pass reads lie as those of this one.
        (int yOutput, int yPart) = split.Outputs == 1 ? (parts, 1) : (1, outputs.Count);
        int count = checked(outputs.Count * parts);
        var rest = new View<T>(Acquire((long)count * sizeof(T)), Layout.Contiguous([count]));
        try
        {
            Pass(source, split, x, outputs, reduced, rest, parts, yOutput, yPart);
            Reduce(source, rest, new Layout([outputs.Count], [yOutput]), new Layout([parts], [yPart]), y);
        }
        finally
        {
            Release(rest.Buffer);
        }
    }

    private void Pass<T>(OpSource source, ReduceSplit split, in View<T> x, in Layout outputs, in Layout reduced, in View<T> y, int parts, int yOutput, int yPart)
        where T : unmanaged, INumber<T>
    {
        var kept = Walk.Over(outputs, outputs);
        var gone = Walk.Over(reduced, reduced);
        Arguments arguments = default;
        arguments.Add(kept);
        arguments.Add(gone);
        arguments.AddConstants<T>(source.Constants);
        arguments.Add(parts);
        arguments.Add(split.Outputs);
        arguments.Add(x);
        arguments.AddResult(y);
        arguments.Add(yOutput);
        arguments.Add(yPart);
        long tiles = ((long)outputs.Count + split.Outputs - 1) / split.Outputs;
        _queue.Run(_programs[new KernelKey("Reduce.cl", "reduce", ElementTypes.Of<T>(), source, Options: Kernel.GroupOption)], arguments, GroupsOf(tiles * parts));
    }
}
