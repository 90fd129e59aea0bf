namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    private static readonly double SqrtHalf = Math.Sqrt(0.5);

    public static double Cdf(double z) => SpecialFunctions.Erfc(-z * SqrtHalf) / 2;

    public static double UpperTail(double z) => Cdf(-z);

    public static double Quantile(double p) =>
        Symmetric.Quantile(p, static z => UpperTail(z));
}

/// <summary>Student's t distribution; the degrees of freedom may be any positive number.</summary>
public static class StudentDistribution
{
    public static double Cdf(double t, double degrees) => UpperTail(-t, degrees);

    /// <summary>P(T &gt; t) = ½ I_{ν / (ν + t²)}(ν / 2, ½) for t ≥ 0.</summary>
    public static double UpperTail(double t, double degrees)
    {
        if (double.IsNaN(t))
            return t;
        if (double.IsInfinity(t))
            return t > 0 ? 0 : 1;
        // Divided by max(ν, t²), so that a huge t neither overflows nor loses 1 - x.
        double ratio = t * t / degrees;
        double x = double.IsInfinity(ratio) ? 0 : 1 / (1 + ratio), y = double.IsInfinity(ratio) ? 1 : ratio / (1 + ratio);
        double half = SpecialFunctions.IncompleteBeta(degrees / 2, 0.5, x, y) / 2;
        return t >= 0 ? half : 1 - half;
    }

    /// <summary>P(|T| ≥ |t|).</summary>
    public static double TwoSided(double t, double degrees) => Math.Min(1, 2 * UpperTail(Math.Abs(t), degrees));

    public static double Quantile(double p, double degrees) =>
        Symmetric.Quantile(p, t => UpperTail(t, degrees));
}

/// <summary>The number of successes in n independent trials with one chance.</summary>
public static class BinomialDistribution
{
    /// <summary>P(X ≤ k) = I_{1 - p}(n - k, k + 1), DLMF 8.17.5.</summary>
    public static double Cdf(long k, long n, double p)
    {
        if (n < 0 || !(p is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(n), $"binomial: needs n ≥ 0 and 0 ≤ p ≤ 1, got n = {n} and p = {p}");
        if (k < 0)
            return 0;
        return k >= n ? 1 : SpecialFunctions.IncompleteBeta(n - k, k + 1, 1 - p, p);
    }
}

file static class Symmetric
{
    /// <summary>The quantile of a distribution symmetric about 0, solved in the tail where the probability is small.</summary>
    public static double Quantile(double p, Func<double, double> upperTail)
    {
        if (!(p is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "quantile: p must lie in [0, 1]");
        if (p is 0 or 1)
            return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        if (p == 0.5)
            return 0;
        double tail = Math.Min(p, 1 - p);
        double size = SpecialFunctions.FirstWhere(x => upperTail(x) <= tail, double.MaxValue);
        return p < 0.5 ? -size : size;
    }
}
