using System.Numerics;
using ILGPU;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class ScanKernel
{
    // y[…, i, …] = x[…, 0, …] op … op x[…, i, …] in float64, each rounded once
    // A thread for each line goes along it.
    internal static void Reals<TOp, T>(Walk walk, TOp op, int length, Lines<T> xs, Lines<T> ys)
        where TOp : struct, IReduction
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            Line<T> x = xs[walk, at], y = ys[walk, at];
            // Never read. From a constant ILGPU would conclude that all threads of a warp branch alike on what the total becomes.
            double total = Group.IdxX;
            for (int k = 0; k < length; k++)
            {
                double next = double.CreateTruncating(x[k]);
                total = k == 0 ? next : op.Combine(total, next);
                y[k] = T.CreateTruncating(total);
            }
        }
    }

    // The same of whole numbers, in int32
    // A thread for each line goes along it.
    internal static void Wholes<TOp>(Walk walk, TOp op, int length, Lines<int> xs, Lines<int> ys)
        where TOp : struct, IReduction
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            Line<int> x = xs[walk, at], y = ys[walk, at];
            int total = 0;
            for (int k = 0; k < length; k++)
            {
                int next = x[k];
                total = k == 0 ? next : op.Combine(total, next);
                y[k] = total;
            }
        }
    }
}
