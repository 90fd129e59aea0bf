namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>
/// The ratio of two means over the same seeds, with Fieller's interval (1954): all ratios r at which the mean of x - r·y does not differ from 0 by
/// the t test. Where the t interval of y lies above 0, it lies below a bar exactly when the t interval of x - bar·y lies below 0; where that of y lies below 0,
/// exactly when that of x - bar·y lies above 0; where that of y contains 0, those ratios have no two ends, and the interval is infinite.
/// </summary>
/// <remarks>The p is that of a ratio of 1, equal means, and of no other.</remarks>
public static class Fieller
{
    /// <summary>mean(x) / mean(y). Where the mean of y may as well be 0 any ratio may be, and the interval is infinite.</summary>
    /// <param name="x">Per seed.</param>
    /// <param name="y">Of the same seeds.</param>
    /// <param name="confidence">Of the interval.</param>
    public static Estimate Ratio(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double confidence = Estimate.DefaultConfidence)
    {
        double[] differences = Sample.Differences(x, y);
        (Sample top, Sample bottom) = (new(x), new(y));
        Interval interval = top.Count < 2 ? Interval.Everything : Roots(top, bottom, new Sample(differences).StandardDeviation, confidence);
        return new(top.Mean / bottom.Mean, interval, top.Count, "Fieller's interval of a ratio of means over seeds, sign-flip p of equal means", SignFlip.P(differences), confidence);
    }

    // |x̄ - r·ȳ| ≤ t·se(x - r·y), squared: a·r² - 2b·r + c ≤ 0. The covariance is that of var(x - y) = var x + var y - 2 cov(x, y).
    private static Interval Roots(Sample x, Sample y, double spread, double confidence)
    {
        double t = StudentDistribution.Quantile(Estimate.UpperQuantile(confidence), x.Count - 1), share = t * t / x.Count;
        double ofX = x.StandardDeviation * x.StandardDeviation, ofY = y.StandardDeviation * y.StandardDeviation;
        double a = y.Mean * y.Mean - share * ofY;
        double b = x.Mean * y.Mean - share * (ofX + ofY - spread * spread) / 2;
        double c = x.Mean * x.Mean - share * ofX;
        double width = Math.Sqrt(Math.Max(0, b * b - a * c));
        return a > 0 ? new((b - width) / a, (b + width) / a) : Interval.Everything;
    }
}
