using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

// One pass combines up to 4096 elements to one; what is left is reduced again, so a sum of 10⁸ numbers takes three passes. Sizes and strides alone
// decide how, so results have the same bits from run to run.
public sealed partial class IlgpuDevice
{
    /// <inheritdoc/>
    public override void Reduce<TOp, T>(TOp op, in View<T> x, in View<T> y)
    {
        if (y.Layout.Count == 0) return;
        (Layout outputs, Layout reduced) = Axes.Divide(x.Layout, y.Layout);
        Reduce(op, x, outputs, reduced, y);
    }

    private unsafe void Reduce<TOp, T>(TOp op, in View<T> x, in Layout outputs, in Layout reduced, in View<T> y)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        var split = ReduceSplit.For(outputs, reduced, GroupSize);
        int parts = split.Parts(reduced.Count);
        if (parts == 1)
        {
            Pass(op, split, x, outputs, reduced, y, parts, 1, 0);
            return;
        }
        // Neighbours of what the next pass reads lie as those of this one.
        (int yOutput, int yPart) = split.Outputs == 1 ? (parts, 1) : (1, outputs.Count);
        var rest = new View<T>(Acquire((long)outputs.Count * parts * sizeof(T)), Layout.Contiguous([checked(outputs.Count * parts)]));
        try
        {
            Pass(op, split, x, outputs, reduced, rest, parts, yOutput, yPart);
            Reduce(op, rest, new Layout([outputs.Count], [yOutput]), new Layout([parts], [yPart]), y);
        }
        finally
        {
            Release(rest.Buffer);
        }
    }

    private void Pass<TOp, T>(TOp op, ReduceSplit split, in View<T> x, in Layout outputs, in Layout reduced, in View<T> y, int parts, int yOutput, int yPart)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        Loop kept = Loop.Over(outputs, outputs), gone = Loop.Over(reduced, reduced);
        long tiles = ((long)outputs.Count + split.Outputs - 1) / split.Outputs;
        Queue.Run(ReduceKernel.Run<TOp, T>, Of(tiles * parts).Reads(x).Writes(y), new Walk(kept), new Walk(gone), op, parts, split.Outputs,
            All<T>(x.Buffer), new Steps(kept, 0, x.Layout.Offset), new Steps(gone, 0, 0), All<T>(y.Buffer).SubView(y.Layout.Offset), yOutput, yPart);
    }
}
