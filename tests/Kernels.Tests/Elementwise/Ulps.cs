using System.Numerics;

namespace DeepPuzzles.Kernels.Tests.Elementwise;

/// <summary>Distances between floating-point numbers, counted in representable numbers.</summary>
internal static class Ulps
{
    /// <summary>How many numbers of type T lie between two; 0 for two NaNs and for the two zeros, infinite where one alone is NaN.</summary>
    internal static double Between<T>(T x, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(x) || T.IsNaN(y)) return T.IsNaN(x) && T.IsNaN(y) ? 0 : double.PositiveInfinity;
        return (double)Int128.Abs(Place(x) - Place(y));
    }

    // The number's place in the order of all numbers; both zeros have place 0.
    private static Int128 Place<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long bits = typeof(T) == typeof(float)
            ? BitConverter.SingleToInt32Bits(float.CreateTruncating(T.Abs(x)))
            : BitConverter.DoubleToInt64Bits(double.CreateTruncating(T.Abs(x)));
        return T.IsNegative(x) ? -(Int128)bits : bits;
    }
}
