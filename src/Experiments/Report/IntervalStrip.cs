namespace DeepPuzzles.Experiments.Reporting;

/// <summary>A claim in one line of picture: dot and stroke are value and interval, the full tick is the bar, the dotted one "no effect".</summary>
internal static class IntervalStrip
{
    private const double Width = 150, Height = 22, Margin = 8;

    /// <summary>Empty where there is no value to show.</summary>
    public static string Draw(ClaimRow claim)
    {
        if (claim.Value is not double value || !Ticks.CanShow(value)) return "";
        var bars = claim.BarAt.Where(b => Ticks.CanShow(b)).ToList();
        double[] ends = [.. new[] { claim.Value, claim.CiLow, claim.CiHigh, claim.NoEffect }.OfType<double>().Concat(bars).Where(v => Ticks.CanShow(v))];
        double low = ends.Min(), range = ends.Max() - low;
        double At(double v) => range > 0 ? Margin + (v - low) / range * (Width - 2 * Margin) : Width / 2;
        string Tick(double v, string css) => $"<path class=\"{css}\" d=\"M{Canvas.Number(At(v))} 3V{Canvas.Number(Height - 3)}\"/>";

        const double middle = Height / 2;
        string label = $"value {ReportNumber.Text(value)}, interval {ReportHtml.Interval(claim.CiLow, claim.CiHigh)}, bar {ReportHtml.Bar(claim)}";
        return $"<svg class=\"strip\" viewBox=\"0 0 {Canvas.Number(Width)} {Canvas.Number(Height)}\" role=\"img\" aria-label=\"{Markup.Escape(label)}\">" +
            $"<path class=\"ground\" d=\"M0 {Canvas.Number(middle)}H{Canvas.Number(Width)}\"/>" +
            (claim.NoEffect is double none && Ticks.CanShow(none) ? Tick(none, "none") : "") +
            string.Concat(bars.Select(b => Tick(b, "bar"))) +
            (claim.CiLow is double a && claim.CiHigh is double b && Ticks.CanShow(a) && Ticks.CanShow(b)
                ? $"<path class=\"ci\" d=\"M{Canvas.Number(At(a))} {Canvas.Number(middle)}H{Canvas.Number(At(b))}\"/>" : "") +
            $"<circle cx=\"{Canvas.Number(At(value))}\" cy=\"{Canvas.Number(middle)}\" r=\"4\"/></svg>";
    }
}
