using DeepPuzzles.Bench.Comparison;
using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Kernels;
using Ceiling = DeepPuzzles.Bench.Comparison.Ceiling;

namespace DeepPuzzles.Bench.Devices;

/// <summary>What one case took.</summary>
/// <param name="Case">Which.</param>
/// <param name="Ours">Seconds per call on the device, by round.</param>
/// <param name="Roof">Seconds that its bytes or its arithmetic alone would have taken, in the same rounds; null where it has neither.</param>
/// <param name="Others">The back-end on the processor and PyTorch, by name.</param>
/// <param name="Launches">Kernels of one call; 0 where no driver runs them.</param>
/// <param name="Bytes">Managed bytes of one call.</param>
internal sealed record Measured(Case Case, double[] Ours, double[]? Roof, IReadOnlyDictionary<string, double[]> Others, double Launches, double Bytes)
{
    public Spread Seconds => Spread.Of(Ours);

    /// <summary>How much of what the device can do.</summary>
    public Spread? OfRoof => Roof is null ? null : Spread.Of(Roof.Zip(Ours, (roof, ours) => roof / ours));

    /// <summary>Their time over ours; null where they did not take part.</summary>
    public Spread? Ratio(string other) => Others.TryGetValue(other, out double[]? theirs) ? Spread.Of(theirs.Zip(Ours, (their, our) => their / our)) : null;
}

/// <summary>Measures cases on a device beside its yardstick, the back-end on the processor, PyTorch and perhaps another one of ours, all taking turns.</summary>
internal sealed class Rig(Target target, Peer? torch, Timing timing, double longest, (string Name, Device Device)? beside = null)
{
    /// <summary>The back-end on the processor, with all its threads.</summary>
    public const string Processor = "cpu";

    private const int FewCalls = 40;

    private readonly CpuDevice _processor = new();

    // Of what was measured last: it tells what larger ones will take.
    private readonly Dictionary<(string Who, string Kind), double> _secondsPerFlop = [];

    /// <summary>Measures one case; null where a call would take too long.</summary>
    /// <exception cref="PeerException">Two of them compute something else.</exception>
    public Measured? Measure(Case each)
    {
        if (IsSlow("ours", each)) return null;
        Local ours = each.On(target.Device);
        List<Contender> contenders = [Clocked("ours", each, ours, target.Device)];
        if (each.Flops > 0) contenders.Add(new Ceiling(() => each.Flops / target.Peak()));
        else if (each.Bytes > 0) contenders.Add(new Ceiling(() => each.Bytes / target.Copy()));
        if (target.Driven is not null && !IsSlow(Processor, each)) contenders.Add(new Named(Processor, each.On(_processor)));
        if (beside is { } other && !IsSlow(other.Name, each)) contenders.Add(Clocked(other.Name, each, each.On(other.Device), other.Device));
        if (each.Work is { } work && torch is not null && !IsSlow(torch.Name, each) && torch.Prepare(work) is { } peer) contenders.Add(peer);
        Match.RequireSame(each.ToString(), contenders);

        double[][] seconds = Alternation.Run(contenders, timing, rest: true);
        var others = new Dictionary<string, double[]>();
        double[]? roof = null;
        for (int i = 0; i < contenders.Count; i++)
        {
            if (each.Flops > 0) _secondsPerFlop[(i == 0 ? "ours" : contenders[i].Name, each.Name)] = Spread.Of(seconds[i]).Median / each.Flops;
            if (contenders[i] is Ceiling) roof = seconds[i];
            else if (i > 0) others[contenders[i].Name] = seconds[i];
        }
        int calls = Math.Clamp((int)(timing.Slot / seconds[0].Min()), 1, FewCalls);
        long before = Launches;
        double bytes = ours.Allocated(calls);
        double launches = (Launches - before) / (double)calls;
        target.Wait();
        beside?.Device.Synchronise();
        GC.Collect();       // arrays of the next case may be large
        GC.WaitForPendingFinalizers();
        return new Measured(each, seconds[0], roof, others, launches, bytes);
    }

    private long Launches => target.Driven?.Launches ?? 0;

    private static Contender Clocked(string name, Case each, Local work, Device device) =>
        each.Work is Works.Launch { Kind: Works.Launch.Enqueued } ? new Enqueued(name, work, device) : new Awaited(name, work, device);

    private bool IsSlow(string who, Case each) => _secondsPerFlop.TryGetValue((who, each.Name), out double seconds) && seconds * each.Flops > longest;

    private sealed class Named(string name, Local work) : Contender(name)
    {
        public override double Time(int calls) => work.Time(calls);

        public override double Check() => work.Check();
    }
}
