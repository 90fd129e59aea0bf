using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class MapKernel
{
    // y[i] = op(x[i])
    // One thread per element, and on in steps of all threads.
    internal static void Run<TOp, T>(Walk walk, TOp op, Strided<T> x, Strided<T> y)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            y[walk, at] = op.Apply(x[walk, at]);
        }
    }
}
