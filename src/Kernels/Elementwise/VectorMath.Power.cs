using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// x^p = ±e^(p·ln |x|). The product loses as many bits as the exponent of the result has, so float32 is computed in float64.
internal static partial class VectorMath
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Power<T>(Vector<T> x, double exponent)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (exponent == 2) return x * x;
        if (typeof(T) != typeof(float) || !double.IsFinite(exponent) || exponent == 0) return EachLane(x, new Power(exponent));
        double p = (float)exponent;
        Vector.Widen(Vector.Abs(x).As<T, float>(), out Vector<double> lower, out Vector<double> upper);
        Vector<T> size = Vector.Narrow(Exp(Log(lower) * p), Exp(Log(upper) * p)).As<float, T>();
        // Of a negative number an odd power is negative, and one that is not whole exists only at -0 and -∞.
        if (double.IsOddInteger(p)) return Signed(size, x);
        if (double.IsInteger(p)) return size;
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero) & Vector.GreaterThan(x, Of<T>(double.NegativeInfinity)), Of<T>(double.NaN), size);
    }
}
