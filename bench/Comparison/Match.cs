using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>Ours against all peers, with one number of threads.</summary>
internal sealed class Match
{
    private const int FewCalls = 40;

    // Works larger than this share their code with smaller ones.
    private const double WarmUpBytes = 8 << 20;

    // Sums of float32 in other orders, functions with other errors.
    private const double Tolerance = 1e-3;

    private readonly IReadOnlyList<Peer> _peers;
    private readonly Timing _timing;
    private readonly int _threads;
    private readonly CpuDevice _device;
    private readonly (Aligned<float> From, Aligned<float> To)[] _far;

    public Match(IReadOnlyList<Peer> peers, Timing timing, int threads)
    {
        (_peers, _timing, _threads, _device) = (peers, timing, threads, new CpuDevice(threads));
        _far = Bandwidth.Parts(threads, Roof.BeyondCaches / threads);
        foreach (Peer peer in peers) peer.Use(threads);
    }

    /// <summary>Lets the compiler finish with everything of this process before anything is measured.</summary>
    public void WarmUp(IEnumerable<Work> works) =>
        Compiler.WarmUp([.. works.Where(work => work.Bytes <= WarmUpBytes).SelectMany(Contenders).OfType<Local>()]);

    /// <summary>Measures one work.</summary>
    /// <exception cref="PeerException">A peer computes something else than ours.</exception>
    public Result Measure(Work work)
    {
        Contender[] contenders = Contenders(work);
        var ours = (Local)contenders[0];
        RequireSame(work.ToString(), contenders);
        double[][] seconds = Alternation.Run(contenders, _timing, rest: _threads > 1);
        double bytes = ours.Allocated(Math.Clamp((int)(_timing.Slot / seconds[0].Min()), 1, FewCalls));
        var theirs = new Dictionary<string, double[]>();
        double[]? roof = null;
        for (int i = 1; i < contenders.Length; i++)
        {
            if (contenders[i] is Ceiling) roof = seconds[i];
            else theirs[contenders[i].Name] = seconds[i];
        }
        var result = new Result(work, _threads, seconds[0], theirs, roof, bytes);
        GC.Collect();       // arrays of the next work may be large
        return result;
    }

    private Contender[] Contenders(Work work) =>
        [work.Ours(_device), .. _peers.Select(peer => peer.Prepare(work)).OfType<Contender>(), .. Ceiling.Of(work, _threads, _far) is { } ceiling ? [ceiling] : Array.Empty<Contender>()];

    /// <summary>The first is ours; a ceiling has no result.</summary>
    /// <exception cref="PeerException">Another one computes something else.</exception>
    internal static void RequireSame(string work, IReadOnlyList<Contender> contenders)
    {
        double ours = contenders[0].Check();
        foreach (Contender other in contenders.Skip(1).Where(other => other is not Ceiling))
        {
            double theirs = other.Check();
            if (double.IsNaN(ours) && double.IsNaN(theirs)) continue;       // nothing to compare; where only one is NaN, that one is wrong
            if (!(Math.Abs(theirs - ours) <= Tolerance * Math.Abs(ours)))
                throw new PeerException(FormattableString.Invariant($"{work}: the mean absolute value is {ours} from ours and {theirs} from {other.Name}: they do not do the same"));
        }
    }
}
