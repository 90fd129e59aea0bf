using System.Globalization;

namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>
/// What a claim, or a control, demands of its metric, fixed before the run: the kind, and the region of values that meet it.
/// The region includes its ends.
/// </summary>
public sealed record Bar
{
    private Bar(ClaimKind kind, double low, double high)
    {
        if (!(low <= high))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"a bar needs two ends in order, got {low} and {high}"));
        Kind = kind;
        Region = new(low, high);
    }

    private Bar(double center, double margin) : this(ClaimKind.Equivalence, center - margin, center + margin)
    {
        if (!(margin > 0))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"an equivalence needs a positive margin, got {margin}"));
        Center = center;
        Margin = margin;
    }

    public ClaimKind Kind { get; }

    /// <summary>Of an equivalence, as declared: its region's ends are rounded. 0 for the other kinds.</summary>
    public double Center { get; }

    /// <summary>Of an equivalence, as declared. 0 for the other kinds.</summary>
    public double Margin { get; }

    public Interval Region { get; }

    /// <summary>The level of the interval that is held against the bar: 90 % for an equivalence test (two one-sided 5 % tests), else 95 %.</summary>
    public double Confidence => Kind == ClaimKind.Equivalence ? TTest.EquivalenceConfidence : Estimate.DefaultConfidence;

    /// <summary>
    /// The bar as numbers: one for a bound, an order, a monotone relation and (its margin) an equivalence; low and high for an
    /// interval and for a law of every seed, an open side infinite; none for an illustration.
    /// </summary>
    public IReadOnlyList<double> Numbers => Kind switch
    {
        ClaimKind.LowerBound or ClaimKind.Order or ClaimKind.Monotone => [Region.Low],
        ClaimKind.UpperBound => [Region.High],
        ClaimKind.Equivalence => [Margin],
        ClaimKind.Illustration => [],
        _ => [Region.Low, Region.High],
    };

    public static Bar AtLeast(double bound) => new(ClaimKind.LowerBound, bound, double.PositiveInfinity);

    public static Bar AtMost(double bound) => new(ClaimKind.UpperBound, double.NegativeInfinity, bound);

    public static Bar Within(double low, double high) => new(ClaimKind.Interval, low, high);

    /// <summary>"No difference": the 90 % interval lies within center ± margin.</summary>
    public static Bar Equivalent(double margin, double center = 0) => new(center, margin);

    /// <summary>A stated order holds: the metric is <see cref="Trend.OrderMargin"/> in each seed, at least this much.</summary>
    public static Bar Order(double margin = 0) => new(ClaimKind.Order, margin, double.PositiveInfinity);

    /// <summary>
    /// A relation is monotone: the metric is <see cref="Spearman.Rho"/> between doses and responses in each seed, at least this much;
    /// a falling relation is stated with negated responses.
    /// </summary>
    public static Bar Monotone(double rho) => new(ClaimKind.Monotone, rho, double.PositiveInfinity);

    /// <summary>Nothing is demanded: the puzzle shows something and claims nothing.</summary>
    public static Bar Illustration { get; } = new(ClaimKind.Illustration, double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The same region as a law that each seed must keep: <c>Bar.AtLeast(0.95).InEverySeed()</c>.</summary>
    public Bar InEverySeed() => Kind is ClaimKind.LowerBound or ClaimKind.UpperBound or ClaimKind.Interval
        ? new(ClaimKind.Every, Region.Low, Region.High)
        : throw new InvalidOperationException($"a law of every seed is a bound or an interval, not of kind {Kind}");

    /// <summary>The bar of which a file keeps the kind, the <see cref="Numbers"/> and, for an equivalence, the centre.</summary>
    public static Bar Of(ClaimKind kind, IReadOnlyList<double> numbers, double center = 0) => (kind, numbers) switch
    {
        (ClaimKind.LowerBound, [var low]) => AtLeast(low),
        (ClaimKind.UpperBound, [var high]) => AtMost(high),
        (ClaimKind.Interval, [var low, var high]) => Within(low, high),
        (ClaimKind.Equivalence, [var margin]) => Equivalent(margin, center),
        (ClaimKind.Order, [var margin]) => Order(margin),
        (ClaimKind.Monotone, [var rho]) => Monotone(rho),
        (ClaimKind.Every, [var low, var high]) => new(kind, low, high),
        (ClaimKind.Illustration, []) => Illustration,
        _ => throw new ArgumentException($"a bar of kind {kind} is not made of {numbers.Count} numbers"),
    };

    /// <summary>The bar in words, without a unit.</summary>
    public override string ToString()
    {
        string low = Region.Low.ToString("G4", CultureInfo.InvariantCulture), high = Region.High.ToString("G4", CultureInfo.InvariantCulture);
        string region = (double.IsInfinity(Region.Low), double.IsInfinity(Region.High)) switch
        {
            (true, true) => "anything",
            (true, false) => $"at most {high}",
            (false, true) => $"at least {low}",
            _ => Region.Low == Region.High ? $"exactly {low}" : $"within [{low}, {high}]",
        };
        return Kind switch
        {
            ClaimKind.Every => $"{region} in every seed",
            ClaimKind.Equivalence => string.Create(CultureInfo.InvariantCulture, $"{Center:G4} ± {Margin:G4}"),
            _ => region,
        };
    }
}
