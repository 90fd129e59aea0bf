using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

// x = n·π/2 + r, |r| ≤ π/4: the sine or cosine of r, with a sign, by n modulo 4.
// π/2 is split into parts of 33 bits, so that their products with n are exact in float64 up to |n| = 2^20; float32 is reduced in float64 too.
internal static partial class VectorMath
{
    private const double TwoByPi = 0.6366197723675814;
    private const double HalfPi1 = 1.5707963267341256, HalfPi2 = 6.077100506303966e-11, HalfPi3 = 2.0222662487111665e-21, HalfPi4 = 8.4784276603689e-32;

    /// <summary>π/2 less its first part, for float32, which needs no third.</summary>
    private const double HalfPiRest = 6.077100506506192e-11;

    /// <summary>Up to here n fits. Beyond it each lane goes through the runtime's own function, which reduces exactly.</summary>
    private const double Periodic = 1.6e6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Sin<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> y = Wave(x, Vector<T>.Zero);
        y = Vector.ConditionalSelect(Vector.Equals(x, Vector<T>.Zero), x, y);
        return Vector.LessThanOrEqualAll(Vector.Abs(x), Of<T>(Periodic)) ? y : FarOut(x, y, default(Sin));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Cos<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> y = Wave(x, Vector<T>.One);
        return Vector.LessThanOrEqualAll(Vector.Abs(x), Of<T>(Periodic)) ? y : FarOut(x, y, default(Cos));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<T> FarOut<TOp, T>(Vector<T> x, Vector<T> y, TOp op)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector.ConditionalSelect(Vector.LessThanOrEqual(Vector.Abs(x), Of<T>(Periodic)), y, EachLane(x, op));

    /// <summary>sin(x + quarter·π/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Wave<T>(Vector<T> x, Vector<T> quarter)
        where T : unmanaged
    {
        (Vector<T> r, Vector<T> low, Vector<T> n) = Quadrant(x);
        n = n + quarter + Rounder<T>();
        Vector<T> z = r * r, sine = r + Fma(r * z, SinTail(z), low);
        Vector<T> half = z * Of<T>(0.5), most = Vector<T>.One - half, cosine = most + (Vector<T>.One - most - half + Fma(z * z, CosTail(z), -(r * low)));
        Vector<T> isOdd, sign;
        if (typeof(T) == typeof(float))
        {
            Vector<int> bits = n.As<T, int>();
            isOdd = (-(bits & Vector<int>.One)).As<int, T>();
            sign = ((bits & Vector.Create(2)) << 30).As<int, T>();
        }
        else
        {
            Vector<long> bits = n.As<T, long>();
            isOdd = (-(bits & Vector<long>.One)).As<long, T>();
            sign = ((bits & Vector.Create(2L)) << 62).As<long, T>();
        }
        return Vector.ConditionalSelect(isOdd, cosine, sine) ^ sign;
    }

    /// <summary>r, what its rounding lost, and n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<T> R, Vector<T> Low, Vector<T> N) Quadrant<T>(Vector<T> x)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            Vector.Widen(x.As<T, float>(), out Vector<double> lower, out Vector<double> upper);
            (lower, Vector<double> first) = InFloat64(lower);
            (upper, Vector<double> second) = InFloat64(upper);
            return (Vector.Narrow(lower, upper).As<float, T>(), Vector<T>.Zero, Vector.Narrow(first, second).As<float, T>());
        }
        Vector<double> y = x.As<T, double>(), n = Fma(y, Vector.Create(TwoByPi), Rounder<double>()) - Rounder<double>();
        Vector<double> a = Fma(n, Vector.Create(-HalfPi1), y);
        Vector<double> part = n * Vector.Create(HalfPi2), b = a - part, low = a - b - part;
        part = n * Vector.Create(HalfPi3);
        Vector<double> c = b - part;
        low += Fma(n, Vector.Create(-HalfPi4), b - c - part);
        Vector<double> r = c + low;
        return (r.As<double, T>(), (c - r + low).As<double, T>(), n.As<double, T>());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<double> R, Vector<double> N) InFloat64(Vector<double> x)
    {
        Vector<double> n = Fma(x, Vector.Create(TwoByPi), Rounder<double>()) - Rounder<double>();
        return (Fma(n, Vector.Create(-HalfPiRest), Fma(n, Vector.Create(-HalfPi1), x)), n);
    }

    /// <summary>(sin r / r - 1) / z, z = r² ≤ (0.794)², within 2^-28 (2^-57) of the sine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> SinTail<T>(Vector<T> z)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Fma(Fma(Of<T>(-1.9511133e-4), z, Of<T>(8.33213426e-3)), z, Of<T>(-1.66666543e-1))
            : Horner(z, Fma(Of<T>(1.589377645983589e-10), z, Of<T>(-2.5050707819221675e-8)),
                2.7557313384056159e-6, -1.9841269828966861e-4, 8.3333333333214369e-3, -1.6666666666666629e-1);

    /// <summary>(cos r - 1 + z/2) / z², within 2^-33 (2^-63).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> CosTail<T>(Vector<T> z)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Fma(Fma(Of<T>(2.44322157e-5), z, Of<T>(-1.38873164e-3)), z, Of<T>(4.16666459e-2))
            : Horner(z, Fma(Of<T>(-1.1358960348076126e-11), z, Of<T>(2.0875714289535817e-9)),
                -2.7557314324631368e-7, 2.4801587289552982e-5, -1.3888888888874587e-3, 4.1666666666666605e-2);
}
