using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class RandomKernel
{
    // y[i] = distribution(words of block i / 2), i in row-major order: Philox.cs
    // A thread runs the block cipher once and takes both of its elements.
    internal static void Run<TOp, T>(Walk walk, TOp distribution, ulong key, ulong draw, Strided<T> y)
        where TOp : struct, IDistribution
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // 0 in every thread, but its own: of words that begin alike ILGPU concludes that all threads of a warp branch alike on what they become.
        ulong nothing = (ulong)(Group.IdxX >> 31);
        for (long block = Walk.First; 2 * block < walk.Count; block += Walk.Step)
        {
            (uint first, uint second, uint third, uint fourth) = Philox.Block((ulong)block, draw | nothing, key);
            int i = (int)(2 * block);
            y[walk, walk.At(i)] = distribution.Apply<T, uint>(first, second);
            if (i + 1 < walk.Count) y[walk, walk.At(i + 1)] = distribution.Apply<T, uint>(third, fourth);
        }
    }
}
