using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>A contender that does not do the work: it measures, in the same rounds, how long its multiply-adds alone, or its bytes alone, would
/// take on this machine.</summary>
internal sealed class Ceiling : Contender
{
    private const double Look = 0.004;
    private readonly Func<double> _seconds;

    internal Ceiling(Func<double> seconds)
        : base("roof") => _seconds = seconds;

    /// <summary>The ceiling of a work; null where neither arithmetic nor memory clearly bounds it, such as functions in a cache.</summary>
    /// <param name="work">What is done.</param>
    /// <param name="threads">By how many.</param>
    /// <param name="far">Arrays beyond the caches, a pair for each thread.</param>
    public static Ceiling? Of(Work work, int threads, IReadOnlyList<(Aligned<float> From, Aligned<float> To)> far) =>
        work.Flops > 0 ? new Ceiling(() => work.Flops / Peak.Widest(threads, work.IsDouble, Look))
        : work.Bytes > Machine.Caches[^1] ? new Ceiling(() => work.Bytes / Bandwidth.Of(threads, far, Look))
        : null;

    public override double Time(int calls) => calls * _seconds();
}
