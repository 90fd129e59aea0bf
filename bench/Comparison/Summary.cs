using System.Globalization;
using DeepPuzzles.Bench.Measure;

namespace DeepPuzzles.Bench.Comparison;

/// <summary>The tables of a comparison: every shape with every peer, then what the bars ask for.</summary>
internal static class Summary
{
    /// <summary>Not a peer: per shape the faster of the two libraries of matrix products.</summary>
    public const string BestBlas = "better of openblas and blis";

    /// <summary>Rounds of one ratio that lie farther apart than this tell of a machine that did something else too; so does a share of what the
    /// machine can do that is clearly above 1.</summary>
    private const double WidestSpread = 2, LargestShare = 1.15;

    private static readonly string[] s_blas = ["openblas", "blis"];

    public static Table Shapes(IReadOnlyList<Result> results)
    {
        string[] peers = [.. results.SelectMany(result => result.Theirs.Keys).Distinct()];
        var table = new Table(["work", "shape", ">threads", ">ours, µs", ">speed", ">of roof", ">bytes", .. peers.Select(peer => $">{peer}")]);
        foreach (Result result in results)
        {
            table.Add([
                result.Work.Name, result.Work.Shape, Text(result.Threads), (result.Seconds * 1e6).ToString("0.00", CultureInfo.InvariantCulture),
                result.Work.Flops + result.Work.Bytes > 0 ? result.Work.Rate(result.Seconds) : "",
                result.OfRoof is { } share ? share.Median.ToString("0.00", CultureInfo.InvariantCulture) : "",
                Text(result.Bytes),
                .. peers.Select(peer => result.Theirs.ContainsKey(peer) ? result.RowOf(peer).ToString() : ""),
            ]);
        }
        return table;
    }

    /// <summary>Geometric mean and lowest ratio per work, threads and peer.</summary>
    public static Table Bars(IReadOnlyList<Result> results)
    {
        var table = new Table("work", ">threads", "peer", ">shapes", ">geometric mean", ">lowest", "at");
        foreach (IGrouping<(string, int), Result> group in results.GroupBy(result => (result.Work.Name, result.Threads)))
        {
            IEnumerable<IGrouping<string, (string Shape, double Ratio)>> peers = group
                .SelectMany(result => Ratios(result).Select(ratio => (ratio.Peer, result.Work.Shape, ratio.Ratio)))
                .GroupBy(ratio => ratio.Peer, ratio => (ratio.Shape, ratio.Ratio));
            foreach (IGrouping<string, (string Shape, double Ratio)> peer in peers)
            {
                (string shape, double lowest) = peer.MinBy(ratio => ratio.Ratio);
                double mean = Spread.GeometricMean(peer.Select(ratio => ratio.Ratio));
                table.Add(group.Key.Item1, Text(group.Key.Item2), peer.Key, Text(peer.Count()), mean.ToString("0.00", CultureInfo.InvariantCulture), lowest.ToString("0.00", CultureInfo.InvariantCulture), shape);
            }
        }
        return table;
    }

    /// <summary>The ratio to each peer, and to the better of the libraries of matrix products where there are both.</summary>
    public static IEnumerable<(string Peer, double Ratio)> Ratios(Result result)
    {
        foreach (string peer in result.Theirs.Keys) yield return (peer, result.RowOf(peer).Ratio);
        if (s_blas.All(result.Theirs.ContainsKey)) yield return (BestBlas, s_blas.Min(peer => result.RowOf(peer).Ratio));
    }

    /// <summary>A line about figures that a quiet machine would not give; null where there are none.</summary>
    public static string? Noise(IReadOnlyList<Result> results)
    {
        int wide = results.Sum(result => result.Theirs.Keys.Select(result.RowOf).Count(row => row.Highest > WidestSpread * row.Lowest));
        int high = results.Count(result => result.OfRoof is { } share && share.Median > LargestShare);
        return wide + high == 0 ? null : $"Not quiet: {wide} of the ratios differ more than {WidestSpread:0}-fold between rounds, {high} works beat the roof by more than noise; such figures say nothing.";
    }

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
