namespace DeepPuzzles.Experiments.Laboratory;

/// <summary>
/// The special functions that the statistics stand on, in float64. Relative errors stay below 1e-12
/// (for <see cref="LogGamma"/> near its zeros 1 and 2: absolute error below 1e-14).
/// Formula numbers "DLMF" are those of the NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov.
/// </summary>
public static class SpecialFunctions
{
    private const double HalfLogTwoPi = 0.918938533204672741780329736405617640;
    private const double TwoOverSqrtPi = 1.128379167095512573896158903121545172;

    /// <summary>From here on the Stirling series with its seven terms is exact to the last bit.</summary>
    private const double StirlingFrom = 16;

    /// <summary>Below it erf's series keeps erfc = 1 - erf to 2e-14; above it the continued fraction converges quickly.</summary>
    private const double ErfcFractionFrom = 2;

    /// <summary>Lentz's guard against division by zero.</summary>
    private const double Tiny = 1e-300;

    private const double Converged = 1e-16;
    private const int MostTerms = 1_000_000;

    /// <summary>ln Γ(x) for x &gt; 0: Stirling's series (DLMF 5.11.1) after walking up by Γ(x + 1) = x Γ(x).</summary>
    public static double LogGamma(double x)
    {
        RequirePositive(x, nameof(x));
        double product = 1;
        for (; x < StirlingFrom; x++)
            product *= x;
        return (x - 0.5) * Math.Log(x) - x + HalfLogTwoPi + StirlingSeries(x) - Math.Log(product);
    }

    /// <summary>erf(x), by the series whose terms all have one sign (DLMF 7.6.2), so nothing cancels.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x))
            return x;
        double size = Math.Abs(x);
        if (size >= ErfcFractionFrom)
            return Math.CopySign(1 - ErfcFraction(size), x);
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > Converged * Math.Abs(sum) && n < MostTerms; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TwoOverSqrtPi * Math.Exp(-x * x) * sum;
    }

    /// <summary>1 - erf(x), with full relative accuracy in the right tail (down to 1e-300).</summary>
    public static double Erfc(double x) => x >= ErfcFractionFrom ? ErfcFraction(x) : 1 - Erf(x);

    /// <summary>The regularised incomplete beta function I_x(a, b) for a, b &gt; 0 and 0 ≤ x ≤ 1.</summary>
    public static double IncompleteBeta(double a, double b, double x)
    {
        if (!(x is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(x), x, "incomplete beta: x must lie in [0, 1]");
        return IncompleteBeta(a, b, x, 1 - x);
    }

    /// <summary>I_x(a, b) for a caller who knows y = 1 - x better than the subtraction does.</summary>
    internal static double IncompleteBeta(double a, double b, double x, double y)
    {
        RequirePositive(a, nameof(a));
        RequirePositive(b, nameof(b));
        if (x <= 0 || y <= 0)
            return x <= 0 ? 0 : 1;
        return x <= (a + 1) / (a + b + 2)
            ? BetaFraction(a, b, x, y)
            : 1 - BetaFraction(b, a, y, x);
    }

    /// <summary>The x with I_x(a, b) = p.</summary>
    public static double InverseIncompleteBeta(double a, double b, double p)
    {
        if (!(p is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "inverse incomplete beta: p must lie in [0, 1]");
        return p is 0 or 1 ? p : FirstWhere(x => IncompleteBeta(a, b, x) >= p, 1);
    }

    /// <summary>
    /// The smallest float64 in [0, high] where a condition that stays true once true holds. Non-negative floats are ordered as
    /// their bits, so halving the bits finds tiny and huge answers alike in 63 steps, without a derivative or a first guess.
    /// </summary>
    internal static double FirstWhere(Func<double, bool> holds, double high)
    {
        long below = -1, above = BitConverter.DoubleToInt64Bits(high);
        while (above - below > 1)
        {
            long middle = below + (above - below) / 2;
            if (holds(BitConverter.Int64BitsToDouble(middle)))
                above = middle;
            else
                below = middle;
        }
        return BitConverter.Int64BitsToDouble(above);
    }

    // The continued fraction DLMF 8.17.22, walked by Lentz's method; good for x ≤ (a + 1) / (a + b + 2).
    private static double BetaFraction(double a, double b, double x, double y)
    {
        double c = 1, d = Invert(1 - (a + b) * x / (a + 1)), value = d;
        for (int m = 1; m < MostTerms; m++)
        {
            Step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
            double change = Step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
            if (Math.Abs(change - 1) <= 2 * Converged)
                break;
        }
        return PowerFactor(a, b, x, y) * value;

        double Step(double numerator)
        {
            d = Invert(1 + numerator * d);
            c = 1 + numerator / c;
            if (Math.Abs(c) < Tiny)
                c = Tiny;
            value *= c * d;
            return c * d;
        }

        static double Invert(double v) => 1 / (Math.Abs(v) < Tiny ? Tiny : v);
    }

    // x^a y^b / (a B(a, b)) from Loader's saddle-point form of the binomial density ("Fast and accurate computation of
    // binomial probabilities", 2000): differences of huge logarithms never appear, so it holds for a and b in the millions.
    private static double PowerFactor(double a, double b, double x, double y)
    {
        double n = a + b;
        double exponent = StirlingError(n) - StirlingError(a) - StirlingError(b) - Deviance(a, n * x) - Deviance(b, n * y);
        return Math.Exp(exponent) * Math.Sqrt(n / (2 * Math.PI * a * b)) * b / n;
    }

    // k ln(k / mean) + mean - k; near k = mean by its series, where the direct form cancels.
    private static double Deviance(double k, double mean)
    {
        if (Math.Abs(k - mean) >= 0.1 * (k + mean))
            return k * Math.Log(k / mean) + mean - k;
        double v = (k - mean) / (k + mean), term = 2 * k * v, sum = (k - mean) * v;
        for (int j = 3; j < MostTerms; j += 2)
        {
            term *= v * v;
            double next = sum + term / j;
            if (next == sum)
                break;
            sum = next;
        }
        return sum;
    }

    private static double StirlingError(double x) =>
        x >= StirlingFrom ? StirlingSeries(x) : LogGamma(x) - ((x - 0.5) * Math.Log(x) - x + HalfLogTwoPi);

    private static double StirlingSeries(double x)
    {
        double r = 1 / (x * x);
        return (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188
            - r * (691.0 / 360360 - r / 156)))))) / x;
    }

    // erfc(x) = e^(-x²) / √π · 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + …)))), DLMF 7.9.1, by Lentz's method.
    private static double ErfcFraction(double x)
    {
        if (double.IsPositiveInfinity(x))
            return 0;
        double c = x, d = 0, value = x;
        for (int k = 1; k < MostTerms; k++)
        {
            d = 1 / (x + k / 2.0 * d);
            c = x + k / 2.0 / c;
            value *= c * d;
            if (Math.Abs(c * d - 1) <= 2 * Converged)
                break;
        }
        return TwoOverSqrtPi / 2 * Math.Exp(-x * x) / value;
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0) || double.IsInfinity(value))
            throw new ArgumentOutOfRangeException(name, value, "the argument must be a positive finite number");
    }
}
