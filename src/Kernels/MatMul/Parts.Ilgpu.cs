using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class PartsKernel
{
    // y[i] = finish(Σ_part parts[part, i]): what the parts of the depth came to, in their order, the second pass of Tile.Ilgpu.cs.
    // One thread per element, and on in steps of all threads.
    internal static void Run<TFinish, T>(int parts, int count, int inner, int channels, TFinish finish, ArrayView<T> x, int xFrom, ArrayView<T> y, int yFrom)
        where TFinish : struct, IFinish<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (long i = Walk.First; i < count; i += Walk.Step)
        {
            int at = (int)i;
            T sum = x[xFrom + at];
            for (int part = 1; part < parts; part++) sum += x[xFrom + part * count + at];
            y[yFrom + at] = finish.Apply(sum, at / inner % channels);
        }
    }
}
