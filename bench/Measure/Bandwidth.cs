using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Bench.Measure;

/// <summary>How many bytes a second a copy moves; what is read and what is written both count once, lines that the processor fetches before it
/// overwrites them do not.</summary>
internal static class Bandwidth
{
    /// <summary>Bytes/s of the best of three copies, each thread on its own part: the runtime's block copy, and SIMD loops that store through the cache
    /// and past it.</summary>
    /// <param name="threads">How many copy.</param>
    /// <param name="parts">One for each thread: from, to, of one length.</param>
    /// <param name="seconds">About how long is measured.</param>
    public static double Of(int threads, IReadOnlyList<(Aligned<float> From, Aligned<float> To)> parts, double seconds) =>
        s_copies.Max(copy => Rate(threads, parts, seconds / s_copies.Length, copy));

    private static readonly Action<Aligned<float>, Aligned<float>>[] s_copies = [Block, Loop, PastTheCache];

    /// <summary>Arrays for <see cref="Of"/>, a pair of so many bytes for each thread. They have been written: fresh memory that is only read is one and the same
    /// page of zeros of the system, which lies in the cache, and a copy of it is no copy of memory.</summary>
    public static (Aligned<float> From, Aligned<float> To)[] Parts(int threads, long bytesOfEach)
    {
        int length = (int)(bytesOfEach / 2 / sizeof(float));
        return [.. Enumerable.Range(0, threads).Select(_ => (Written(length), Written(length)))];
    }

    private static Aligned<float> Written(int length)
    {
        var array = new Aligned<float>(length);
        array.Span.Fill(1);
        return array;
    }

    private static double Rate(int threads, IReadOnlyList<(Aligned<float> From, Aligned<float> To)> parts, double seconds, Action<Aligned<float>, Aligned<float>> copy)
    {
        double once = Repeat(1);
        int calls = Math.Max(1, (int)(seconds / Math.Max(once, Repeat(8) / 8)));
        double bytes = 2.0 * sizeof(float) * parts[0].From.Span.Length * threads * calls;
        return bytes / Repeat(calls);

        double Repeat(int times) => Team.Time(threads, number =>
        {
            for (int call = 0; call < times; call++) copy(parts[number].From, parts[number].To);
        });
    }

    private static void Block(Aligned<float> from, Aligned<float> to) => from.Span.CopyTo(to.Span);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop(Aligned<float> from, Aligned<float> to)
    {
        ReadOnlySpan<Vector<float>> source = MemoryMarshal.Cast<float, Vector<float>>(from.Span);
        Span<Vector<float>> target = MemoryMarshal.Cast<float, Vector<float>>(to.Span)[..source.Length];
        for (int i = 0; i < source.Length; i++) target[i] = source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe void PastTheCache(Aligned<float> from, Aligned<float> to)
    {
        float* source = from.Pointer, target = to.Pointer;
        int width = Vector<float>.Count, whole = from.Span.Length - from.Span.Length % width;
        for (int i = 0; i < whole; i += width) Vector.Load(source + i).StoreAlignedNonTemporal(target + i);
        Interlocked.MemoryBarrier();
    }
}
