namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>
/// A number with its uncertainty: the value, its confidence interval, how many observations (seeds, or images when pooled)
/// it stands on, the test's name, its p where it has one, and the level of the interval.
/// </summary>
public sealed record Estimate(
    double Value, Interval Ci, int N, string Test, double? P = null, double Confidence = Estimate.DefaultConfidence)
{
    public const double DefaultConfidence = 0.95;

    internal static double UpperQuantile(double confidence)
    {
        if (!(confidence is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "the confidence level must lie between 0 and 1");
        return 0.5 + confidence / 2;
    }
}
