using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Bench.Measure;

/// <summary>How many multiply-adds the processor can do, when nothing else holds it up.</summary>
internal static class Peak
{
    private const int Sums = 12, Loops = 2000, FirstLooks = 10;

    // What is written here cannot be optimised away.
    private static double s_sink;

    /// <summary>FLOP/s of the widest registers that .NET accelerates here.</summary>
    public static double Widest(int threads, bool isDouble, double seconds) =>
        Vector512.IsHardwareAccelerated ? Wide(threads, isDouble, seconds) : Narrow(threads, isDouble, seconds);

    /// <summary>FLOP/s with <see cref="System.Numerics.Vector{T}"/>.</summary>
    public static double Narrow(int threads, bool isDouble, double seconds) => isDouble ? Rate<Narrow64>(threads, seconds) : Rate<Narrow32>(threads, seconds);

    /// <summary>FLOP/s with <see cref="Vector512{T}"/>.</summary>
    public static double Wide(int threads, bool isDouble, double seconds) => isDouble ? Rate<Wide64>(threads, seconds) : Rate<Wide32>(threads, seconds);

    private static double Rate<T>(int threads, double seconds)
        where T : struct, IRegister<T>
    {
        // A first look at one call.
        double call = double.PositiveInfinity;
        for (int look = 0; look < FirstLooks; look++) call = Math.Min(call, Team.Time(1, _ => Work<T>(1)));
        int calls = Math.Max(1, (int)(seconds / call));
        double taken = Team.Time(threads, _ => Work<T>(calls));
        return 2.0 * Sums * T.Count * Loops * calls * threads / taken;
    }

    private static void Work<T>(int calls)
        where T : struct, IRegister<T>
    {
        double sum = 0;
        for (int call = 0; call < calls; call++) sum += MultiplyAdds<T>();
        s_sink = sum;
    }

    // Twelve independent sums hide the latency of two fused multiply-adds a cycle. Compiled for speed at once: a roof is asked for before anything
    // is warm.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static double MultiplyAdds<T>()
        where T : struct, IRegister<T>
    {
        T a0 = T.Of(0), a1 = T.Of(0), a2 = T.Of(0), a3 = T.Of(0), a4 = T.Of(0), a5 = T.Of(0);
        T b0 = T.Of(0), b1 = T.Of(0), b2 = T.Of(0), b3 = T.Of(0), b4 = T.Of(0), b5 = T.Of(0);
        T x = T.Of(1.0000001), y = T.Of(1e-9);
        for (int i = 0; i < Loops; i++)
        {
            a0 = T.MultiplyAdd(a0, x, y);
            a1 = T.MultiplyAdd(a1, x, y);
            a2 = T.MultiplyAdd(a2, x, y);
            a3 = T.MultiplyAdd(a3, x, y);
            a4 = T.MultiplyAdd(a4, x, y);
            a5 = T.MultiplyAdd(a5, x, y);
            b0 = T.MultiplyAdd(b0, x, y);
            b1 = T.MultiplyAdd(b1, x, y);
            b2 = T.MultiplyAdd(b2, x, y);
            b3 = T.MultiplyAdd(b3, x, y);
            b4 = T.MultiplyAdd(b4, x, y);
            b5 = T.MultiplyAdd(b5, x, y);
        }
        return T.Sum(a0) + T.Sum(a1) + T.Sum(a2) + T.Sum(a3) + T.Sum(a4) + T.Sum(a5)
            + T.Sum(b0) + T.Sum(b1) + T.Sum(b2) + T.Sum(b3) + T.Sum(b4) + T.Sum(b5);
    }
}
