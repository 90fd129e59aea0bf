using System.Globalization;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>
/// A closed interval of numbers: a confidence interval, or the region that a bar allows (an open side is infinite).
/// Ends that are NaN mean "unknown": such an interval contains nothing and lies inside nothing.
/// </summary>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>What is known of a value that was never measured: it may be anything.</summary>
    public static Interval Everything => new(double.NegativeInfinity, double.PositiveInfinity);

    public static Interval Unknown => new(double.NaN, double.NaN);

    public static Interval Around(double center, double halfWidth) => new(center - halfWidth, center + halfWidth);

    public double Midpoint => Low + (High - Low) / 2;

    public double HalfWidth => (High - Low) / 2;

    public bool Contains(double x) => Low <= x && x <= High;

    public bool IsInside(Interval region) => region.Low <= Low && High <= region.High;

    public bool IsOutside(Interval region) => High < region.Low || region.High < Low;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"[{Low:G4}, {High:G4}]");
}
