namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>About how many more seeds would move an interval off a bar, if value and spread stay as they are.</summary>
public static class SeedsNeeded
{
    /// <summary>Beyond it the answer is "cannot be told": a spread guessed from a few seeds says nothing about thousands.</summary>
    public const int Most = 1000;

    /// <summary>
    /// The half-width shrinks as 1/√n; that of a t interval also as its quantile, which counts for few seeds.
    /// 0 when the bar is already excluded; null when the value sits on the bar, the width is not finite, or more than
    /// <see cref="Most"/> would be needed.
    /// </summary>
    public static int? ToExclude(double bar, double value, Interval ci, int seeds, double? studentConfidence = null)
    {
        if (!ci.Contains(bar))
            return double.IsNaN(ci.Low) || double.IsNaN(ci.High) ? null : 0;
        double distance = Math.Abs(value - bar), half = bar < value ? value - ci.Low : ci.High - value;
        if (seeds < (studentConfidence is null ? 1 : 2) || !(distance > 0) || !double.IsFinite(half))
            return null;
        int low = 0, high = Most;
        if (!Excludes(high))
            return null;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (Excludes(middle))
                high = middle;
            else
                low = middle;
        }
        return high;

        bool Excludes(int more)
        {
            double shrunk = half * Math.Sqrt((double)seeds / (seeds + more));
            if (studentConfidence is double confidence)
            {
                double p = Estimate.UpperQuantile(confidence);
                shrunk *= StudentDistribution.Quantile(p, seeds + more - 1) / StudentDistribution.Quantile(p, seeds - 1);
            }
            return shrunk < distance;
        }
    }
}
