using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Methods.Spheres;

// The nearest point of the set on the unit sphere, exactly.
public sealed partial class QuadraticErrors
{
    /// <summary>The point of the unit sphere nearest to a point of it where Σ βᵢ xᵢ² reaches 0; the point itself if it is an error, null where there is
    /// no error at all.</summary>
    /// <remarks><para>min ‖x - z‖ with ‖x‖ = 1 and Σ βᵢ xᵢ² = 0 has the multipliers' solution xᵢ ∝ zᵢ / (1 - tβᵢ); the minimum is the one with 0 &lt; t &lt;
    /// 1/max β, where Σ βᵢ zᵢ² / (1 - tβᵢ)² rises from below 0 and has one root. It is found by halving 1 - t·max β, in which the largest
    /// denominator does not cancel.</para>
    /// <para>Where z has no part along the largest β there may be no root: then t = 1/max β, and x takes along that axis what it lacks.</para></remarks>
    /// <param name="z">n coordinates in the set's own axes, of length 1.</param>
    public double[]? Nearest(ReadOnlySpan<double> z)
    {
        if (z.Length != _beta.Length) throw new ArgumentException($"errors on a sphere: a point of {z.Length} coordinates among {_beta.Length} axes");
        if (IsEmpty) return null;
        if (Contains(z)) return z.ToArray();
        double largest = _beta.Max(), along = 0, others = 0;
        double[] ratio = [.. _beta.Select(b => b / largest)], x = new double[z.Length], squares = new double[z.Length];
        for (int i = 0; i < z.Length; i++)
        {
            squares[i] = z[i] * z[i];
            if (ratio[i] == 1) along += squares[i];
            else others += ratio[i] * squares[i] / ((1 - ratio[i]) * (1 - ratio[i]));
        }
        double gap = along == 0 && others <= 0 ? 0 : SpecialFunctions.FirstWhere(g => Excess(ratio, squares, g) <= 0, 1);
        for (int i = 0; i < z.Length; i++) x[i] = ratio[i] == 1 && gap == 0 ? 0 : z[i] / (1 - ratio[i] + gap * ratio[i]);
        if (gap == 0) x[Array.IndexOf(ratio, 1.0)] = Math.Sqrt(-others);
        double length = Math.Sqrt(x.Sum(v => v * v));
        for (int i = 0; i < x.Length; i++) x[i] /= length;
        return x;
    }

    /// <summary>How far the nearest error is along a straight line, from 0 (the point is one) to 2; ∞ where there is none.</summary>
    /// <param name="z">n coordinates in the set's own axes, of length 1.</param>
    public double Distance(ReadOnlySpan<double> z)
    {
        if (Nearest(z) is not { } x) return double.PositiveInfinity;
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += (x[i] - z[i]) * (x[i] - z[i]);
        return Math.Sqrt(sum);
    }

    // Σ rᵢ zᵢ² / (1 - (1 - g) rᵢ)², which falls as g rises.
    private static double Excess(double[] ratio, double[] squares, double gap)
    {
        double sum = 0;
        for (int i = 0; i < ratio.Length; i++)
        {
            double d = 1 - ratio[i] + gap * ratio[i];
            if (squares[i] > 0) sum += ratio[i] * squares[i] / (d * d);
        }
        return sum;
    }
}
