using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Methods.Spheres;

/// <summary>The set that keeps as far from everything as a set of its size can: of all parts of the unit sphere that have a given share of it, the cap
/// is farthest away on average from a random point (the isoperimetric inequality on the sphere, Lévy 1951). So no error set of share μ lets its
/// errors be farther away than <see cref="MeanDistance"/>, whatever the classifier: theorem 5.1 of Gilmer et al. 2018.</summary>
public static class SphericalCap
{
    // Simpson's rule: the density is as wide as 1/√n, which 4,000 steps over half a turn resolve up to some ten thousand dimensions.
    private const int Steps = 4_000;

    /// <summary>The angle between the centre of a cap and its edge, in radians: μ = ½·I_{sin²θ}((n - 1)/2, ½) for a cap up to half of the sphere.</summary>
    /// <param name="dimension">n of the space, at least 2.</param>
    /// <param name="share">Of the sphere, above 0, at most 1.</param>
    public static double Angle(int dimension, double share)
    {
        Require(dimension, share);
        if (share > 0.5) return share == 1 ? Math.PI : Math.PI - Angle(dimension, 1 - share);
        return Math.Asin(Math.Sqrt(SpecialFunctions.InverseIncompleteBeta((dimension - 1) / 2.0, 0.5, Math.Min(1, 2 * share))));
    }

    /// <summary>The mean straight distance from a random point of the unit sphere to a cap: the average of 2·sin(gap/2), the gap being the angle
    /// between the point and the edge, 0 inside.</summary>
    /// <param name="dimension">n of the space, at least 2.</param>
    /// <param name="share">Of the sphere, above 0, at most 1.</param>
    public static double MeanDistance(int dimension, double share)
    {
        double edge = Angle(dimension, share);
        return Simpson(edge, Math.PI, angle => 2 * Math.Sin((angle - edge) / 2) * Density(angle)) / Simpson(0, Math.PI, Density);

        // Of the angle between two random points, up to a factor.
        double Density(double angle) => Math.Pow(Math.Sin(angle), dimension - 2);
    }

    private static double Simpson(double from, double to, Func<double, double> f)
    {
        double step = (to - from) / Steps, sum = f(from) + f(to);
        for (int i = 1; i < Steps; i++) sum += (i % 2 == 0 ? 2 : 4) * f(from + i * step);
        return sum * step / 3;
    }

    private static void Require(int dimension, double share)
    {
        if (dimension < 2 || !(share is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(share), $"a cap of a share of {share} in {dimension} dimensions; it takes at least 2 and a share above 0, at most 1");
    }
}
