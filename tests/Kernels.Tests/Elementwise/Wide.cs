namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>A number as the unevaluated sum of two float64 (T. J. Dekker, 1971), some 104 bits: the oracle for float64 functions. The functions are
/// plain series after a reduction of the argument.</summary>
internal readonly partial record struct Wide(double High, double Low)
{
    private static readonly Wide s_ln2 = new(0.69314718055994531, 2.3190468138462996e-17);
    private static readonly Wide s_halfPi = new(1.5707963267948966, 6.123233995736766e-17);

    /// <summary>2 / √π.</summary>
    private static readonly Wide s_erfScale = new(1.1283791670955126, 1.533545961316588e-17);

    private const int Doublings = 8, Terms = 14;

    public static implicit operator Wide(double x) => new(x, 0);

    public static Wide operator +(Wide x, Wide y)
    {
        double s = x.High + y.High, again = s - x.High, lost = x.High - (s - again) + (y.High - again);
        return Renormal(s, lost + (x.Low + y.Low));
    }

    public static Wide operator -(Wide x) => new(-x.High, -x.Low);

    public static Wide operator -(Wide x, Wide y) => x + -y;

    public static Wide operator *(Wide x, Wide y)
    {
        double p = x.High * y.High;
        return Renormal(p, Math.FusedMultiplyAdd(x.High, y.High, -p) + (x.High * y.Low + x.Low * y.High));
    }

    public static Wide operator /(Wide x, Wide y)
    {
        double q = x.High / y.High;
        Wide rest = x - y * q;
        double next = rest.High / y.High;
        rest -= y * next;
        return Renormal(q, next) + rest.High / y.High;
    }

    private static Wide Renormal(double high, double low)
    {
        double sum = high + low;
        return new Wide(sum, low - (sum - high));
    }

    private Wide TimesPowerOf2(int k) => new(Math.ScaleB(High, k), Math.ScaleB(Low, k));

    // e^r - 1 for the reduced r, from the series at r / 2^8 and (e^2s - 1) = 2(e^s - 1) + (e^s - 1)².
    private static Wide ReducedExpM1(Wide x, out int k)
    {
        k = (int)Math.Round(x.High / s_ln2.High);
        Wide r = (x - s_ln2 * k).TimesPowerOf2(-Doublings), sum = 0;
        for (int n = Terms; n >= 1; n--) sum = r * (sum + 1) / n;
        for (int i = 0; i < Doublings; i++) sum += sum + sum * sum;
        return sum;
    }

    internal static Wide Exp(Wide x)
    {
        Wide y = ReducedExpM1(x, out int k) + 1;
        return y.TimesPowerOf2(k);
    }

    internal static Wide ExpM1(Wide x)
    {
        if (x.High > 700) return Exp(x);
        Wide y = ReducedExpM1(x, out int k);
        return k == 0 ? y : y.TimesPowerOf2(k) + (((Wide)1).TimesPowerOf2(k) - 1);
    }

    // Near 1 the series 2·artanh s, s = f / (2 + f); elsewhere one step of Newton from the float64 logarithm.
    internal static Wide Log1P(Wide f)
    {
        if (Math.Abs(f.High) > 0.1)
        {
            double near = Math.Log((f + 1).High);
            Wide e = (f + 1) * Exp(-near) - 1;
            return near + (e - e * e * 0.5);
        }
        Wide s = f / (f + 2), z = s * s, sum = 0;
        for (int n = 2 * Terms + 1; n >= 1; n -= 2) sum = sum * z + (Wide)1 / n;
        return s * sum * 2;
    }

    internal static Wide Log(double x) => Log1P((Wide)x - 1);

    internal static Wide Tanh(double x)
    {
        Wide e = ExpM1((Wide)x + x);
        return e.High > 1e20 ? 1 : e / (e + 2);
    }

    internal static Wide Sigmoid(double x)
    {
        Wide e = Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (e + 1);
    }

    // From 700 on e^-x is far below the last place of any sum with x.
    internal static Wide Softplus(double x) => x > 700 ? x : Log1P(Exp(-Math.Abs(x))) + Math.Max(x, 0);

    internal static Wide Sin(double x) => Wave(x, 0);

    internal static Wide Cos(double x) => Wave(x, 1);

    private static Wide Wave(double x, int quarter)
    {
        double n = Math.Round(x / s_halfPi.High);
        Wide r = x - s_halfPi * n, z = r * r, sum = 0;
        int place = (int)(((long)n + quarter) & 3);
        int odd = place & 1;        // sin r = r·(1 - z/(2·3)·(1 - z/(4·5)·…)), cos r = 1 - z/(1·2)·(1 - z/(3·4)·…)
        for (int i = 2 * Terms; i >= 2; i -= 2) sum = -(z * (sum + 1)) / ((i - odd) * (double)(i + 1 - odd));
        sum = odd == 1 ? sum + 1 : r * (sum + 1);
        return place >= 2 ? -sum : sum;
    }

    // erf x = 2/√π·e^-x²·Σ (2x²)^n·x / (1·3·…·(2n + 1)): all terms have one sign.
    internal static Wide Erf(double x)
    {
        if (Math.Abs(x) > 6.5) return Math.Sign(x);
        Wide z = (Wide)x * x, term = x, sum = x;
        for (int n = 1; Math.Abs(term.High) > Math.Abs(sum.High) * 1e-33; n++)
        {
            term = term * (z + z) / (2 * n + 1);
            sum += term;
        }
        return s_erfScale * Exp(-z) * sum;
    }
}
