using System.Numerics;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Methods.Spheres;

/// <summary>The part of the unit sphere where Σ βᵢ uᵢ² is positive: how much of the sphere it is, and how far from a point. The scale of β does not
/// matter.</summary>
/// <param name="beta">β, at least two of them.</param>
public sealed partial class QuadraticErrors(IReadOnlyList<double> beta)
{
    // Below this s·√K''(0) the two large terms of the formula cancel; their difference has a limit.
    private const double NearMean = 1e-5;

    // The error of the trapezoidal rule is e^(-2π·8) for a strip as wide as the nearest singularity is away.
    private const double StepsPerWidth = 8;

    private const double Negligible = 1e-15;
    private const int MostSteps = 1_000_000;

    private readonly double[] _beta = Scaled(beta);

    /// <summary>β, scaled so that the largest is 1 or -1.</summary>
    public IReadOnlyList<double> Beta => _beta;

    /// <summary>True where there is no error: no β is positive.</summary>
    public bool IsEmpty => _beta.Max() <= 0;

    /// <summary>Whether a point, of any length, is an error.</summary>
    /// <param name="u">n coordinates in the set's own axes.</param>
    public bool Contains(ReadOnlySpan<double> u) => Form(u) > 0;

    /// <summary>The share of the sphere, by the saddle-point formula of Lugannani and Rice 1980 for P(Σ βᵢ gᵢ² &gt; 0) with g Gaussian. Its
    /// relative error stays small however small the share: 1 % where many β are positive, some 15 % where one is (Stirling's formula for Γ(½));
    /// in two dimensions it is exact, by the angle.</summary>
    /// <remarks>K(s) = -½ Σ ln(1 - 2sβᵢ); K'(s) = 0; ŵ = sgn(s)√(-2K), û = s√K''; P = 1 - Φ(ŵ) + φ(ŵ)(1/û - 1/ŵ).</remarks>
    public double Rate()
    {
        if (Certain() is double certain) return certain;
        if (_beta.Length == 2) return 2 / Math.PI * Math.Atan(Math.Sqrt(_beta.Max() / -_beta.Min()));
        double s = SaddlePoint(), k = -0.5 * _beta.Sum(b => Math.Log(1 - 2 * s * b));
        double k2 = _beta.Sum(b => 2 * Math.Pow(b / (1 - 2 * s * b), 2));
        if (Math.Abs(s) * Math.Sqrt(k2) < NearMean)
        {
            double k3 = _beta.Sum(b => 8 * Math.Pow(b / (1 - 2 * s * b), 3));
            return 0.5 - k3 / (6 * Math.Sqrt(2 * Math.PI) * Math.Pow(k2, 1.5)) - s * Math.Sqrt(k2) / Math.Sqrt(2 * Math.PI);
        }
        double w = Math.CopySign(Math.Sqrt(Math.Max(0, -2 * k)), s), u = s * Math.Sqrt(k2);
        double density = Math.Exp(-w * w / 2) / Math.Sqrt(2 * Math.PI);
        return Math.Clamp(NormalDistribution.UpperTail(w) + density * (1 / u - 1 / w), 0, 1);
    }

    /// <summary>The share by the central limit theorem, Φ(Σβ / √(2Σβ²)), as the paper has it: good near ½, wrong by many orders of magnitude in the
    /// tail.</summary>
    public double NormalRate() => Certain() ?? NormalDistribution.Cdf(_beta.Sum() / Math.Sqrt(2 * _beta.Sum(b => b * b)));

    /// <summary>The share by numerical integration along a line between the singularities, P = 1/(2πi) ∫ exp(K(s))/s ds: nothing is neglected but
    /// rounding and the end of the integral, relative errors of about 1e-10 from ten dimensions on.</summary>
    public double IntegratedRate()
    {
        if (Certain() is double certain) return certain;
        double s = SaddlePoint(), first = 1 / (2 * _beta.Min()), last = 1 / (2 * _beta.Max());
        double spread = Math.Sqrt(_beta.Sum(b => 2 * Math.Pow(b / (1 - 2 * s * b), 2)));
        if (Math.Abs(s) * spread < 0.5) s = Math.Min(0.5 / spread, last / 2);      // off the pole at 0; any line does, the saddle's does best
        double step = Math.Min(Math.Min(1 / spread, Math.Abs(s)), Math.Min(last - s, s - first)) / StepsPerWidth, height = Log(s, 0).Real, sum = 0.5 / s;
        for (int i = 1; i < MostSteps; i++)
        {
            Complex log = Log(s, i * step) - height;
            sum += (Complex.Exp(log) / new Complex(s, i * step)).Real;
            if (Math.Exp(log.Real) < Negligible) break;
        }
        double tail = Math.Exp(height) * step / Math.PI * sum;
        return Math.Clamp(s > 0 ? tail : 1 + tail, 0, 1);

        Complex Log(double re, double im)
        {
            Complex log = 0;
            foreach (double b in _beta) log -= 0.5 * Complex.Log(new(1 - 2 * re * b, -2 * im * b));
            return log;
        }
    }

    private double Form(ReadOnlySpan<double> u)
    {
        double sum = 0;
        for (int i = 0; i < u.Length; i++) sum += _beta[i] * u[i] * u[i];
        return sum;
    }

    // Nowhere or everywhere; null where both answers occur.
    private double? Certain() => IsEmpty ? 0 : _beta.Min() >= 0 ? 1 : null;

    // K' rises from -∞ at 1/(2 min β) to ∞ at 1/(2 max β).
    private double SaddlePoint()
    {
        double low = 1 / (2 * _beta.Min()), high = 1 / (2 * _beta.Max());
        for (double middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2)
        {
            if (_beta.Sum(b => b / (1 - 2 * middle * b)) < 0) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    private static double[] Scaled(IReadOnlyList<double> beta)
    {
        double largest = beta.Max(Math.Abs);
        if (beta.Count < 2 || !double.IsFinite(largest) || largest == 0)
            throw new ArgumentException($"errors on a sphere: {beta.Count} coefficients, the largest {largest}; it takes at least two, finite and not all 0");
        return [.. beta.Select(b => b / largest)];
    }
}
