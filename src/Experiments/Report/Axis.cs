namespace DeepPuzzles.Experiments.Reporting;

/// <summary>What an axis measures, e.g. <c>new Axis("test error") { Unit = "%" }</c>. Ends that are not given follow the data.</summary>
public sealed record Axis(string Title)
{
    public string Unit { get; init; } = "";
    public bool Log { get; init; }
    public double? Min { get; init; }
    public double? Max { get; init; }

    internal string Heading => Unit.Length == 0 ? Title : $"{Title} ({Unit})";
}

/// <summary>Maps values to [0, 1] along an axis.</summary>
internal sealed class Scale
{
    private readonly bool log;
    private readonly double low, high;

    private Scale(bool log, double low, double high, Tick[] ticks)
    {
        this.log = log;
        this.low = low;
        this.high = high;
        Ticks = ticks;
    }

    public Tick[] Ticks { get; }

    public bool Shows(double value) => Reporting.Ticks.CanShow(value, log);

    public double At(double value) => ((log ? Math.Log10(value) : value) - low) / (high - low);

    public static Scale Fit(Axis axis, IEnumerable<double> values)
    {
        bool CanShow(double v) => Reporting.Ticks.CanShow(v, axis.Log);
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double v in values)
            if (CanShow(v)) (low, high) = (Math.Min(low, v), Math.Max(high, v));

        double? min = axis.Min is double a && CanShow(a) ? a : null, max = axis.Max is double b && CanShow(b) ? b : null;
        if (min >= max) (min, max) = (null, null);
        if (low > high) (low, high) = (min ?? (max is double m ? Math.Min(m / 2, m - 1) : axis.Log ? 0.1 : 0), max ?? 1);
        low = min ?? low;
        high = max ?? high;
        if (high < low) (low, high) = min != null ? (low, axis.Log ? low * 10 : low + 1) : (axis.Log ? high / 10 : high - 1, high);
        if (axis.Log && low <= 0) low = high / 10;

        var ticks = axis.Log ? Reporting.Ticks.Log(low, high) : Reporting.Ticks.Linear(low, high);
        double from = min ?? ticks[0].Value, to = max ?? ticks[^1].Value;
        if (from >= to) (from, to) = (ticks[0].Value, ticks[^1].Value);   // a given end on the only value: a scale of no width shows nothing
        double slack = 1e-9 * (to - from);
        var inside = ticks.Where(t => t.Value >= from - slack && t.Value <= to + slack).ToArray();
        return axis.Log ? new Scale(true, Math.Log10(from), Math.Log10(to), inside) : new Scale(false, from, to, inside);
    }
}
