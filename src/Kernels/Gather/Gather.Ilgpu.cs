namespace DeepPuzzles.Kernels.Ilgpu;

internal static class GatherKernel
{
    // y[…, i, …] = x[…, index[…, i, …], …]
    // One thread per element of y. The walk sees x with stride 0 along the axis; each index adds its own step. Where one lies outside, y is nothing.
    internal static void Run<T>(Walk walk, int axis, int inner, int length, int size, T nothing, Lines<T> xs, Strided<int> index, Strided<T> y, FaultSink faults)
        where T : unmanaged
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            int from = index[walk, at];
            bool isThere = from >= 0 && from < size;
            if (!isThere) faults.Tell(Fault.Gather, from, (int)i / inner % length, axis, size);
            y[walk, at] = isThere ? xs[walk, at][from] : nothing;
        }
    }
}
