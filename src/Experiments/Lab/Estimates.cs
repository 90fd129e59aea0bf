using DeepPuzzles.Experiments.Reporting;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>Estimates as figures show them: the value, and its interval around it.</summary>
internal static class Estimates
{
    /// <summary>A bar for each estimate.</summary>
    public static BarSeries Bars(string label, IEnumerable<Estimate> estimates)
    {
        Estimate[] all = [.. estimates];
        return new(label, [.. all.Select(one => one.Value)]) { Low = [.. all.Select(one => one.Ci.Low)], High = [.. all.Select(one => one.Ci.High)] };
    }

    /// <summary>A bar for each sample: its mean over seeds with the 95 % interval of Student's t.</summary>
    public static BarSeries Bars(string label, IEnumerable<double[]> samples) => Bars(label, samples.Select(OverSeeds));

    /// <summary>A point for each estimate.</summary>
    public static Series Points(string label, double[] x, IEnumerable<Estimate> estimates)
    {
        Estimate[] all = [.. estimates];
        return new(label, x, [.. all.Select(one => one.Value)]) { Low = [.. all.Select(one => one.Ci.Low)], High = [.. all.Select(one => one.Ci.High)] };
    }

    /// <summary>A point for each sample: its mean over seeds with the 95 % interval of Student's t.</summary>
    public static Series Points(string label, double[] x, IEnumerable<double[]> samples) => Points(label, x, samples.Select(OverSeeds));

    private static Estimate OverSeeds(double[] seeds) => TTest.OneSample(seeds);
}
