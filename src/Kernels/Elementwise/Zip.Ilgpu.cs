using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class ZipKernel
{
    // z[i] = op(x[i], y[i])
    // One thread per pair, and on in steps of all threads.
    internal static void Run<TOp, T>(Walk walk, TOp op, Strided<T> x, Strided<T> y, Strided<T> z)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            z[walk, at] = op.Apply(x[walk, at], y[walk, at]);
        }
    }
}
