using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// ⌊x / y⌋ and what is left of x, exact: in float64 for all element types, and without a fused product, so that every processor has the same bits.
internal static partial class VectorMath
{
    /// <summary>Up to here quotients of float32 are exact in the scalar form too, which rounds twice in float32.</summary>
    private const double LargestQuotient = 1 << 21;

    /// <summary>2^1022: the product of a quotient and y, half of y above x at most, stays finite below it.</summary>
    private const double LargestOperand = 4.49423283715579e307;

    /// <summary>The upper 26 of the 53 bits of a float64: times a quotient within reach they make an exact product, and so do the lower ones.</summary>
    private const long UpperBits = -1L << 27;

    /// <summary>⌊x / y⌋ and x - ⌊x / y⌋·y; false when a lane of floats lies out of reach: infinities, NaN, y = 0 and large quotients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool TryFloorDivide<T>(Vector<T> x, Vector<T> y, out Vector<T> quotient, out Vector<T> rest)
        where T : unmanaged
    {
        if (typeof(T) == typeof(int))
        {
            Vector<int> whole = FloorQuotient(x.As<T, int>(), y.As<T, int>());
            quotient = whole.As<int, T>();
            rest = Vector.AndNot(x.As<T, int>() - whole * y.As<T, int>(), Vector.Equals(y.As<T, int>(), Vector<int>.Zero)).As<int, T>();
            return true;
        }
        if (typeof(T) == typeof(double))
        {
            bool isNear = TryFloorDivide(x.As<T, double>(), y.As<T, double>(), out Vector<double> whole, out Vector<double> left);
            (quotient, rest) = (whole.As<double, T>(), left.As<double, T>());
            return isNear;
        }
        Vector.Widen(x.As<T, float>(), out Vector<double> x0, out Vector<double> x1);
        Vector.Widen(y.As<T, float>(), out Vector<double> y0, out Vector<double> y1);
        bool areNear = TryFloorDivide(x0, y0, out Vector<double> whole0, out Vector<double> left0) & TryFloorDivide(x1, y1, out Vector<double> whole1, out Vector<double> left1);
        (quotient, rest) = (Vector.Narrow(whole0, whole1).As<float, T>(), Vector.Narrow(left0, left1).As<float, T>());
        return areNear;
    }

    // n = x / y rounded, and x - n·y, at most half of y: in two parts, each a multiple of the last place of y or of x and of no more than 53 bits,
    // so that nothing is rounded. Where it has not the sign of y, n was the quotient above.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFloorDivide(Vector<double> x, Vector<double> y, out Vector<double> quotient, out Vector<double> rest)
    {
        Vector<double> n = Vector.Round(x / y), upper = y & Vector.Create(UpperBits).As<long, double>();
        Vector<double> left = x - n * upper - n * (y - upper), sign = Vector.Create(-0.0);
        Vector<double> isNone = Vector.Equals(left, Vector<double>.Zero).As<long, double>();
        Vector<double> isAbove = Vector.AndNot(((left ^ y).As<double, long>() >> 63).As<long, double>(), isNone);
        quotient = n - (isAbove & Vector<double>.One);
        rest = Vector.ConditionalSelect(isNone, y & sign, left + (isAbove & y));
        return Vector.LessThanAll(Vector.Abs(n), Vector.Create(LargestQuotient))
            && Vector.LessThanAll(Vector.Abs(x), Vector.Create(LargestOperand)) && Vector.LessThanAll(Vector.Abs(y), Vector.Create(LargestOperand));
    }

    // No quotient of int32 that is not whole comes nearer to a whole number than float64 tells apart. 0 where y is 0; 2^31 wraps in the low bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<int> FloorQuotient(Vector<int> x, Vector<int> y)
    {
        Vector.Widen(x, out Vector<long> x0, out Vector<long> x1);
        Vector.Widen(y, out Vector<long> y0, out Vector<long> y1);
        return Vector.AndNot(Vector.Narrow(FloorQuotient(x0, y0), FloorQuotient(x1, y1)), Vector.Equals(y, Vector<int>.Zero));
    }

    // From and to the low bits of a float64 by way of the rounder.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<long> FloorQuotient(Vector<long> x, Vector<long> y)
    {
        Vector<double> rounder = Vector.Create(DoubleRounder);
        Vector<long> bits = rounder.As<double, long>();
        return (Vector.Floor(((x + bits).As<long, double>() - rounder) / ((y + bits).As<long, double>() - rounder)) + rounder).As<double, long>();
    }
}
