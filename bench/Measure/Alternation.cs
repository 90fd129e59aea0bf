namespace DeepPuzzles.Bench.Measure;

/// <summary>How long and how often is measured.</summary>
/// <param name="Rounds">Measurements of each contender.</param>
/// <param name="Slot">Seconds that a contender gets in a round; at least one call.</param>
/// <param name="WarmUp">Seconds that it runs before.</param>
/// <param name="Rest">Seconds of silence before a slot when several threads are used: the threads of a pool spin a while after their work, and
/// would take the processors from whoever comes next; OpenBLAS the longest, 2^26 cycles.</param>
internal sealed record Timing(int Rounds, double Slot, double WarmUp, double Rest)
{
    public static Timing Full { get; } = new(11, 0.020, 0.060, 0.040);

    public static Timing Quick { get; } = new(3, 0.005, 0.008, 0.040);
}

/// <summary>Contenders that take turns, so that a change in the machine's clock or load meets all of them.</summary>
internal static class Alternation
{
    /// <summary>Seconds per call, by contender and round. Each round begins with another contender.</summary>
    public static double[][] Run(IReadOnlyList<Contender> contenders, Timing timing, bool rest)
    {
        int[] calls = [.. contenders.Select(contender => WarmUp(contender, timing))];
        double[][] seconds = [.. contenders.Select(_ => new double[timing.Rounds])];
        for (int round = 0; round < timing.Rounds; round++)
        {
            for (int place = 0; place < contenders.Count; place++)
            {
                int turn = (place + round) % contenders.Count;
                if (rest) Thread.Sleep(TimeSpan.FromSeconds(timing.Rest));
                seconds[turn][round] = contenders[turn].Time(calls[turn]) / calls[turn];
            }
        }
        return seconds;
    }

    /// <summary>Warms a contender up; how many calls fill a slot.</summary>
    internal static int WarmUp(Contender contender, Timing timing)
    {
        double total = 0;
        for (int calls = 1; ; calls *= 2)
        {
            double seconds = contender.Time(calls);
            total += seconds;
            if (total >= timing.WarmUp) return Math.Max(1, (int)Math.Min(int.MaxValue, timing.Slot * calls / seconds));
        }
    }
}
