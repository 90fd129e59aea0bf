namespace DeepPuzzles.Kernels.Ilgpu;

internal static class SelectKernel
{
    // z[i] = mask[i] ? x[i] : y[i]
    // One thread per element, and on in steps of all threads; only the one that is taken is read.
    internal static void Run<T>(Walk walk, Strided<byte> mask, Strided<T> x, Strided<T> y, Strided<T> z)
        where T : unmanaged
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            z[walk, at] = mask[walk, at] != 0 ? x[walk, at] : y[walk, at];
        }
    }
}
