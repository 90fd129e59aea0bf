namespace DeepPuzzles.Bench.Measure;

/// <summary>What this machine can do at most with that many threads: no kernel is faster than its multiply-adds at the peak, nor than its bytes at
/// the copy bandwidth of the place where they lie. After S. Williams, A. Waterman and D. Patterson, "Roofline" (2009).</summary>
/// <param name="Threads">How many.</param>
/// <param name="Peak32">FLOP/s in float32.</param>
/// <param name="Peak64">FLOP/s in float64.</param>
/// <param name="Bandwidths">Bytes/s of a copy in the first and second cache and in memory.</param>
internal sealed record Roof(int Threads, double Peak32, double Peak64, IReadOnlyList<double> Bandwidths)
{
    /// <summary>Bytes/s out of cache.</summary>
    public double Memory => Bandwidths[^1];

    /// <summary>Bytes that no cache of this machine holds.</summary>
    public static long BeyondCaches { get; } = 4L * Machine.Caches[^1];

    /// <summary>The shortest time for so much arithmetic on so many bytes.</summary>
    public double Seconds(double flops, double bytes, bool isDouble = false) =>
        Math.Max(flops / (isDouble ? Peak64 : Peak32), bytes / BandwidthAt(bytes / Threads));

    /// <summary>Bytes/s where so many bytes of each thread fit.</summary>
    public double BandwidthAt(double bytes) =>
        bytes <= Machine.Caches[0] ? Bandwidths[0] : bytes <= Machine.Caches[1] ? Bandwidths[1] : Memory;

    /// <summary>Measures, the best of a few looks: a roof is what is possible.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="seconds">For each look.</param>
    public static Roof Measure(int threads, double seconds = 0.02)
    {
        const int Looks = 5;
        var near = Bandwidth.Parts(threads, Machine.Caches[0] / 2);
        var middle = Bandwidth.Parts(threads, Machine.Caches[1] / 2);
        var far = Bandwidth.Parts(threads, BeyondCaches / threads);
        return new Roof(
            threads,
            Best(() => Peak.Widest(threads, isDouble: false, seconds)),
            Best(() => Peak.Widest(threads, isDouble: true, seconds)),
            [Best(() => Bandwidth.Of(threads, near, seconds)), Best(() => Bandwidth.Of(threads, middle, seconds)), Best(() => Bandwidth.Of(threads, far, seconds))]);

        static double Best(Func<double> measure) => Enumerable.Range(0, Looks).Max(_ => measure());
    }
}
