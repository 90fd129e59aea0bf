using System.Runtime.CompilerServices;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>
/// What a run found for one metric: a value per seed, and an estimate where another than the default is wanted (pooled over images,
/// bootstrapped). A value that is not finite means that the seed failed; it is never dropped. An array or a collection expression,
/// <c>[.. runs.Select(run => run.Accuracy)]</c>, is one.
/// </summary>
[CollectionBuilder(typeof(Measured), nameof(Of))]
public sealed record Measured(IReadOnlyList<double> PerSeed, Estimate? Estimate = null)
{
    public static implicit operator Measured(double[] perSeed) => new(perSeed, null);

    public static Measured Of(ReadOnlySpan<double> perSeed) => new(perSeed.ToArray(), null);

    public IEnumerator<double> GetEnumerator() => PerSeed.GetEnumerator();

    public bool SeedFailed => !PerSeed.All(double.IsFinite) || (Estimate is { } given && !IsKnown(given));

    /// <summary>
    /// The given estimate, else the default of the bar's kind: the worst seed and the range for a law of every seed; mean, 90 % t
    /// interval and TOST for an equivalence; mean, 95 % t interval and exact two-sided sign-flip p against "no effect" for the rest.
    /// A failed seed leaves neither a value nor an interval.
    /// </summary>
    internal Estimate Under(Bar bar, double? noEffect)
    {
        if (Estimate is not null)
            return Checked(Estimate, bar);
        double[] values = [.. PerSeed];
        if (bar.Kind == ClaimKind.Every)
            return WorstSeed(values, bar.Region);
        Estimate mean = bar.Kind == ClaimKind.Equivalence
            ? TTest.Equivalence(values, bar.Margin, bar.Center) with { Test = "TOST over seeds" }
            : TTest.OneSample(values, confidence: bar.Confidence) with { Test = "t interval over seeds", P = null };
        if (SeedFailed)
            return mean with { Value = double.NaN, Ci = Interval.Unknown, P = null };
        if (bar.Kind == ClaimKind.Equivalence || noEffect is not double center || values.Length == 0)
            return mean;
        string walk = values.Length <= SignFlip.ExactUpTo ? "exact" : "Monte-Carlo";
        return mean with { Test = $"t interval over seeds, {walk} sign-flip p", P = SignFlip.P(values, center) };
    }

    private static Estimate Checked(Estimate given, Bar bar)
    {
        if (bar.Kind == ClaimKind.Every)
            throw new ArgumentException("a law of every seed is judged by the seeds themselves: pass no estimate");
        return given.Confidence == bar.Confidence
            ? given
            : throw new ArgumentException($"the bar '{bar}' is judged at {bar.Confidence}, the estimate '{given.Test}' is at {given.Confidence}");
    }

    private static Estimate WorstSeed(double[] values, Interval region)
    {
        const string Test = "every seed: worst, and range over seeds";
        if (values.Length == 0)
            return new(double.NaN, Interval.Everything, 0, Test);
        if (!values.All(double.IsFinite))
            return new(double.NaN, Interval.Unknown, values.Length, Test);
        double worst = values.MinBy(v => Math.Min(v - region.Low, region.High - v));
        return new(worst, new(values.Min(), values.Max()), values.Length, Test);
    }

    private static bool IsKnown(Estimate estimate) =>
        double.IsFinite(estimate.Value) && !double.IsNaN(estimate.Ci.Low) && !double.IsNaN(estimate.Ci.High);
}
