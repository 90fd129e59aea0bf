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
        if (typeof(T) != typeof(float) || !double.IsFinite(exponent) || exponent == 0) return EachLane<Power, T>(x, new Power(exponent));
        double p = (float)exponent;
        Doubles exponents = Doubles.Of(p);
        Vector.Widen(Vector.Abs(x).As<T, float>(), out Vector<double> lower, out Vector<double> upper);
        Vector<T> size = Vector.Narrow(PositivePower(lower, exponents), PositivePower(upper, exponents)).As<float, T>();
        // Of a negative number an odd power is negative, and one that is not whole exists only at -0 and -∞.
        if (double.IsOddInteger(p)) return Vector.CopySign(size, x);
        if (double.IsInteger(p)) return size;
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero) & Vector.GreaterThan(x, new Vector<T>(T.NegativeInfinity)), new Vector<T>(T.NaN), size);
    }

    // Pairs of another kind than a normal positive number and a finite exponent go one by one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Pow(Vector<float> x, Vector<float> y)
    {
        Vector.Widen(x, out Vector<double> lower, out Vector<double> upper);
        Vector.Widen(y, out Vector<double> first, out Vector<double> last);
        Vector<float> z = Vector.Narrow(PositivePower(lower, first), PositivePower(upper, last)), most = Vector.Create(float.MaxValue);
        Vector<int> usual = Vector.GreaterThanOrEqual(x, Vector.Create(SingleNormal)) & Vector.LessThanOrEqual(x, most) & Vector.LessThanOrEqual(Vector.Abs(y), most);
        return Vector.EqualsAll(usual, Vector<int>.AllBitsSet) ? z : Vector.ConditionalSelect(usual, z, EachPair(x, y, default(Pow)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> PositivePower(Vector<double> x, Doubles p) => Exp(Log<Doubles>(x) * p);
}
