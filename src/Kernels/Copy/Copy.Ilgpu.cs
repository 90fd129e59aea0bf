using System.Numerics;

namespace DeepPuzzles.Kernels.Ilgpu;

internal static class CopyKernel
{
    // y[i] = x[i]
    // One thread per element, and on in steps of all threads.
    internal static void Run<T>(Walk walk, Strided<T> x, Strided<T> y)
        where T : unmanaged
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            y[walk, at] = x[walk, at];
        }
    }

    // y[i] = value
    // One thread per element, and on in steps of all threads.
    internal static void Fill<T>(Walk walk, T value, Strided<T> y)
        where T : unmanaged
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            y[walk, at] = value;
        }
    }

    // y[i] = x[i] in another type, rounded and kept within it
    // One thread per element, and on in steps of all threads.
    internal static void Convert<TFrom, TTo>(Walk walk, Strided<TFrom> x, Strided<TTo> y)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        for (long i = Walk.First; i < walk.Count; i += Walk.Step)
        {
            Coordinates at = walk.At((int)i);
            y[walk, at] = TTo.CreateSaturating(x[walk, at]);
        }
    }
}
