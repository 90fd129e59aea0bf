using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class UpdateKernel
{
    // (w, state) ← op(w, state, g)
    // One thread per weight, and on in steps of all threads. State that the op does not have is not there.
    internal static void Run<TOp, T>(Walk walk, TOp op, Coefficients<T> c, Strided<T> gradient, Strided<T> weight, Strided<T> first, Strided<T> second)
        where TOp : struct, IUpdateOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            T a = TOp.States > 0 ? first[walk, at] : T.Zero, b = TOp.States > 1 ? second[walk, at] : T.Zero;
            Cell<T> cell = op.Apply(new Cell<T>(weight[walk, at], a, b), gradient[walk, at], c);
            weight[walk, at] = cell.Weight;
            if (TOp.States > 0) first[walk, at] = cell.First;
            if (TOp.States > 1) second[walk, at] = cell.Second;
        }
    }
}
