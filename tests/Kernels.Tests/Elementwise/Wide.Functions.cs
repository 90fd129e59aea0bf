namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>Functions made of those of Wide.cs.</summary>
internal readonly partial record struct Wide
{
    private static readonly Wide s_log2E = new(1.4426950408889634, 2.0355273740931033e-17), s_log10E = new(0.43429448190325182, 1.098319650216765e-17);

    // One step of Newton doubles the digits of the float64 root.
    internal static Wide Sqrt(Wide x)
    {
        if (x.High == 0) return 0;
        double near = Math.Sqrt(x.High);
        return near + (x - (Wide)near * near) / (2 * near);
    }

    // The tangent of what is missing from the float64 arc; its cube is below the last digit.
    internal static Wide Atan(Wide x)
    {
        if (Math.Abs(x.High) > 1) return (x.High > 0 ? s_halfPi : -s_halfPi) - Atan(1 / x);
        double near = Math.Atan(x.High);
        Wide t = Sin(near) / Cos(near);
        return near + (x - t) / (1 + x * t);
    }

    internal static Wide Atan(double x) => Atan((Wide)x);

    internal static Wide Asin(double x) => Math.Abs(x) == 1 ? s_halfPi * x : Atan(x / Sqrt((1 - (Wide)x) * (1 + (Wide)x)));

    internal static Wide Acos(double x) => x == -1 ? s_halfPi * 2 : Atan(Sqrt((1 - (Wide)x) / (1 + (Wide)x))) * 2;

    internal static Wide Sinh(double x)
    {
        Wide e = ExpM1(x);
        return x > 40 ? Exp(x) * 0.5 : x < -40 ? -Exp(-x) * 0.5 : (e + e / (e + 1)) * 0.5;
    }

    internal static Wide Cosh(double x) => Math.Abs(x) > 40 ? Exp(Math.Abs(x)) * 0.5 : (Exp(x) + Exp(-x)) * 0.5;

    internal static Wide Log2(double x) => Log(x) * s_log2E;

    internal static Wide Log10(double x) => Log(x) * s_log10E;
}
