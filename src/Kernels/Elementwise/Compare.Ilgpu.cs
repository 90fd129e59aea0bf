using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class CompareKernel
{
    // z[i] = op(x[i], y[i]), 0 or 1
    // One thread per pair, and on in steps of all threads.
    internal static void Run<TOp, T>(Walk walk, TOp op, Strided<T> x, Strided<T> y, Strided<byte> z)
        where TOp : struct, IComparison
        where T : unmanaged, INumber<T>
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            z[walk, at] = op.Apply(x[walk, at], y[walk, at]) ? (byte)1 : (byte)0;
        }
    }
}
