using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>The points with low ≤ x ≤ high, and the search along a path in it.</summary>
internal sealed class Box
{
    private const int MostTrials = 30;

    // Variables this near to a bound, as a share of the width or of 1 where that is infinite, may count as pressing against it.
    private const double Nearness = 1e-3;

    // A trial step is between these shares of the one before.
    private const double LeastShrink = 0.1;
    private const double MostShrink = 0.5;
    private readonly double[] _low;
    private readonly double[] _high;

    internal Box(double[] low, double[] high)
    {
        _low = low;
        _high = high;
        for (int i = 0; i < low.Length; i++)
        {
            if (!(low[i] <= high[i])) throw new TensorException(FormattableString.Invariant($"l-bfgs: the box is empty at element {i}: {low[i]} to {high[i]}"));
        }
    }

    internal void Project(double[] x)
    {
        for (int i = 0; i < x.Length; i++) x[i] = Math.Min(Math.Max(x[i], _low[i]), _high[i]);
    }

    /// <summary>The largest element of x - P(x - gradient): 0 at a stationary point.</summary>
    internal double ProjectedNorm(Iterate at)
    {
        double norm = 0;
        (double[] x, double[] g) = (at.X, at.Gradient);
        for (int i = 0; i < x.Length; i++) norm = Math.Max(norm, Math.Abs(x[i] - Math.Min(Math.Max(x[i] - g[i], _low[i]), _high[i])));
        return norm;
    }

    /// <summary>0 for variables that press against a bound, 1 for the others. Near means no farther than the projected gradient is long, which
    /// keeps the path from zigzagging and lets go of the wrong ones at the end (Bertsekas 1982, eq. 32).</summary>
    internal void MarkFree(Iterate at, double norm, double[] free)
    {
        for (int i = 0; i < free.Length; i++)
        {
            double width = _high[i] - _low[i];
            double near = Math.Min(norm, Nearness * (width < double.PositiveInfinity ? width : 1));
            bool presses = at.Gradient[i] > 0 ? at.X[i] <= _low[i] + near : at.Gradient[i] < 0 && at.X[i] >= _high[i] - near;
            free[i] = presses ? 0 : 1;
        }
    }

    /// <summary>Armijo's rule along P(x + a·d) (Bertsekas 1982, eq. 21): the decrease is at least c₁ times a·|slope| in the free variables plus
    /// gradient times the way gone in the others. False when there is no such step.</summary>
    internal bool Find(Objective objective, double c1, Iterate here, double[] direction, double[] free, double slope, double first, Iterate there)
    {
        double step = first;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            Vectors.Sum(here.X, step, direction, there.X);
            Project(there.X);
            if (here.X.AsSpan().SequenceEqual(there.X)) return false;
            objective.Evaluate(there);
            double promised = step * slope, gone = 0;
            for (int i = 0; i < free.Length; i++) gone += (1 - free[i]) * here.Gradient[i] * (there.X[i] - here.X[i]);
            double noise = trial == 0 ? objective.Noise(here.Value) : 0;        // a whole step may hide in rounding, a cut one must show
            if (there.Value <= here.Value + c1 * (promised + gone) + noise) return true;

            // The minimiser of the parabola with the value and slope at 0 and the value at the trial.
            double parabola = -promised * step / (2 * (there.Value - here.Value - promised));
            step = double.IsFinite(parabola) ? Math.Clamp(parabola, LeastShrink * step, MostShrink * step) : MostShrink * step;
        }
        return false;
    }
}
