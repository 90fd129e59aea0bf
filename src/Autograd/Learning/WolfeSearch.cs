using DeepPuzzles.Kernels;

namespace DeepPuzzles.Learning;

/// <summary>A line search for the strong Wolfe conditions: φ(a) ≤ φ(0) + c₁·a·φ'(0) and |φ'(a)| ≤ c₂·|φ'(0)| (Nocedal and Wright, alg. 3.5 and
/// 3.6), where φ(a) is the function at x + a·d. The first condition allows for rounding, as Hager and Zhang (2005) do.</summary>
internal readonly struct WolfeSearch(Objective objective, double c1, double c2)
{
    private const int MostTrials = 30;
    private const double Expansion = 2.5;

    // A trial keeps away from the ends of its bracket by this share of it.
    private const double Margin = 0.1;

    private readonly record struct Point(double Step, double Value, double Slope);

    /// <summary>Finds a step and leaves it, evaluated, in <paramref name="there"/>; false when there is none.</summary>
    internal bool Find(Iterate here, double[] direction, double slope, double first, Iterate there)
    {
        var start = new Point(0, here.Value, slope);
        Point before = start;
        double step = first;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            Point now = At(here, direction, step, there);
            if (!Decreases(start, now) || (trial > 0 && now.Value >= before.Value)) return Zoom(here, direction, start, before, now, there);
            if (Math.Abs(now.Slope) <= -c2 * slope) return true;
            if (now.Slope >= 0) return Zoom(here, direction, start, now, before, there);
            before = now;
            step *= Expansion;
        }
        return true;        // it decreases as far as one looks
    }

    // low is the better end of the bracket and satisfies the first condition; a good step lies between low and high.
    private bool Zoom(Iterate here, double[] direction, Point start, Point low, Point high, Iterate there)
    {
        for (int trial = 0; trial < MostTrials; trial++)
        {
            Point now = At(here, direction, Between(low, high), there);
            if (!Decreases(start, now) || now.Value >= low.Value + objective.Noise(low.Value))
            {
                high = now;
            }
            else
            {
                if (Math.Abs(now.Slope) <= -c2 * start.Slope) return true;
                if (now.Slope * (high.Step - low.Step) >= 0) high = low;
                low = now;
            }
        }
        if (low.Step == 0 || low.Value >= start.Value) return false;
        At(here, direction, low.Step, there);
        return true;
    }

    private bool Decreases(Point start, Point now) => now.Value <= start.Value + c1 * now.Step * start.Slope + objective.Noise(start.Value);

    private Point At(Iterate here, double[] direction, double step, Iterate there)
    {
        Vectors.Sum(here.X, step, direction, there.X);
        objective.Evaluate(there);
        return new Point(step, there.Value, Vectors.Dot(there.Gradient, direction));
    }

    // The minimiser of the cubic through both ends (Nocedal and Wright, eq. 3.59), kept inside the bracket; its middle when there is none.
    private static double Between(Point a, Point b)
    {
        double d1 = a.Slope + b.Slope - 3 * (a.Value - b.Value) / (a.Step - b.Step);
        double d2 = Math.Sign(b.Step - a.Step) * Math.Sqrt(d1 * d1 - a.Slope * b.Slope);
        double step = b.Step - (b.Step - a.Step) * (b.Slope + d2 - d1) / (b.Slope - a.Slope + 2 * d2);
        double low = Math.Min(a.Step, b.Step), high = Math.Max(a.Step, b.Step), margin = Margin * (high - low);
        return double.IsFinite(step) ? Math.Clamp(step, low + margin, high - margin) : (low + high) / 2;
    }
}
