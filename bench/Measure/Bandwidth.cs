using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Bench.Measure;

/// <summary>How many bytes a second a copy moves; what is read and what is written both count, lines that the processor fetches before it
/// overwrites them do not.</summary>
internal static class Bandwidth
{
    /// <summary>Bytes/s of the better of two copies, the runtime's block copy and a plain SIMD loop, each thread on its own part.</summary>
    /// <param name="threads">How many copy.</param>
    /// <param name="parts">One for each thread: from, to, of one length.</param>
    /// <param name="seconds">About how long is measured.</param>
    public static double Of(int threads, IReadOnlyList<(Aligned<float> From, Aligned<float> To)> parts, double seconds) =>
        Math.Max(Rate(threads, parts, seconds / 2, Block), Rate(threads, parts, seconds / 2, Loop));

    /// <summary>Arrays for <see cref="Of"/> that fill half a cache of that many bytes in each thread, or, for one beyond the caches, so many bytes in all.</summary>
    public static (Aligned<float> From, Aligned<float> To)[] Parts(int threads, long bytesOfEach)
    {
        int length = (int)(bytesOfEach / 2 / sizeof(float));
        return [.. Enumerable.Range(0, threads).Select(_ => (new Aligned<float>(length), new Aligned<float>(length)))];
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
}
