using DeepPuzzles.Bench.Measure;
using DeepPuzzles.Bench.Works;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>One work with one number of threads: seconds per call of everybody, round by round.</summary>
/// <param name="Work">What was done.</param>
/// <param name="Threads">By how many threads each.</param>
/// <param name="Ours">Our seconds.</param>
/// <param name="Theirs">Those of each peer that took part, by name.</param>
/// <param name="Roof">The least that the machine would take, measured in the same rounds; null where nothing simple bounds the work.</param>
/// <param name="Bytes">Managed bytes that one call of ours allocates.</param>
internal sealed record Result(Work Work, int Threads, double[] Ours, IReadOnlyDictionary<string, double[]> Theirs, double[]? Roof, double Bytes)
{
    public double Seconds => Spread.Of(Ours).Median;

    /// <summary>How much of what the machine can do ours does: 1 is all.</summary>
    public Spread? OfRoof => Roof is null ? null : Spread.Of(Ours.Zip(Roof, (ours, roof) => roof / ours));

    public Row RowOf(string peer)
    {
        double[] theirs = Theirs[peer];
        Spread rounds = Spread.Of(Ours.Zip(theirs, (ours, other) => other / ours));
        return new Row(Work.Name, Work.Shape, Threads, peer, Seconds * 1e6, Spread.Of(theirs).Median * 1e6, rounds.Min, rounds.Max);
    }
}

/// <summary>Ours beside one peer, in microseconds per call, medians over the rounds.</summary>
/// <param name="Work">The kind.</param>
/// <param name="Shape">Which one.</param>
/// <param name="Threads">Of each.</param>
/// <param name="Peer">The other.</param>
/// <param name="Ours">Our time.</param>
/// <param name="Theirs">The other's.</param>
/// <param name="Lowest">The lowest ratio of a round.</param>
/// <param name="Highest">The highest.</param>
internal sealed record Row(string Work, string Shape, int Threads, string Peer, double Ours, double Theirs, double Lowest, double Highest)
{
    public const string Unit = "µs";

    /// <summary>Theirs / ours: above 1 we are faster.</summary>
    public double Ratio => Theirs / Ours;

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Ratio:0.00} [{Lowest:0.00} {Highest:0.00}]");
}
