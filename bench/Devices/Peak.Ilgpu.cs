using DeepPuzzles.Kernels.Ilgpu;
using ILGPU;

namespace DeepPuzzles.Bench.Devices;

internal static class PeakKernel
{
    /// <summary>Chains of a thread, each of which begins with another number, so that no compiler makes one of two.</summary>
    internal const int Chains = 32;

    /// <summary>Multiply-adds of a thread in a step.</summary>
    internal const int PerStep = 2 * Chains;

    // x ← a·b + x, and nothing else
    // 32 chains in each thread, so that none waits for its last result; twice in a step, so that counting the steps costs little.
    internal static void Run(int steps, float a, float b, ArrayView<float> y)
    {
        int thread = Grid.IdxX * Group.DimX + Group.IdxX;
        Four<float> x0 = From(thread), x1 = From(thread + 1), x2 = From(thread + 2), x3 = From(thread + 3);
        Four<float> x4 = From(thread + 4), x5 = From(thread + 5), x6 = From(thread + 6), x7 = From(thread + 7);
        var add = new Four<float> { A = b, B = b, C = b, D = b };
        for (int step = 0; step < steps; step++)
        {
            x0.Add(a, add);
            x1.Add(a, add);
            x2.Add(a, add);
            x3.Add(a, add);
            x4.Add(a, add);
            x5.Add(a, add);
            x6.Add(a, add);
            x7.Add(a, add);
            x0.Add(a, add);
            x1.Add(a, add);
            x2.Add(a, add);
            x3.Add(a, add);
            x4.Add(a, add);
            x5.Add(a, add);
            x6.Add(a, add);
            x7.Add(a, add);
        }
        y[thread] = Sum(x0) + Sum(x1) + (Sum(x2) + Sum(x3)) + (Sum(x4) + Sum(x5) + (Sum(x6) + Sum(x7)));
    }

    // x0 to x7 begin with a thread's number and the 31 after it.
    private static Four<float> From(int first) => new() { A = first, B = first + 8, C = first + 16, D = first + 24 };

    private static float Sum(Four<float> x) => x.A + x.B + (x.C + x.D);
}
