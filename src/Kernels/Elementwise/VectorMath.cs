using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>Transcendental functions on SIMD registers of float32 or float64, within 2 ULP everywhere. One formula serves both widths; only tables
/// differ. Polynomials come from <c>coefficients.py</c> beside this file, which names intervals and errors; splits of ln 2 and π/2 (W. J. Cody and
/// W. Waite, 1980) are their leading bits, so that products with the integers in question are exact.</summary>
internal static partial class VectorMath
{
    /// <summary>1.5·2^23 and 1.5·2^52: x + this - this is x rounded to an integer, which meanwhile stands in the low bits.</summary>
    private const float SingleRounder = 12582912f;
    private const double DoubleRounder = 6755399441055744.0;

    /// <summary>Bits below the exponent.</summary>
    private const int SingleMantissa = 23, DoubleMantissa = 52;

    // The functions below must disappear into the loops that call them: a call per register would cost more than what it does.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Of<T>(double single, double twice)
        where T : unmanaged => typeof(T) == typeof(float) ? Vector.Create((float)single).As<float, T>() : Vector.Create(twice).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Of<T>(double value)
        where T : unmanaged => Of<T>(value, value);

    /// <summary>a·b + c, rounded once or twice: every function here keeps its bound either way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Fma<T>(Vector<T> a, Vector<T> b, Vector<T> c)
        where T : unmanaged => typeof(T) == typeof(float)
            ? Vector.MultiplyAddEstimate(a.As<T, float>(), b.As<T, float>(), c.As<T, float>()).As<float, T>()
            : Vector.MultiplyAddEstimate(a.As<T, double>(), b.As<T, double>(), c.As<T, double>()).As<double, T>();

    /// <summary>((rest·x + c3)·x + c2)·x + …: the next four coefficients of a polynomial, highest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Horner<T>(Vector<T> x, Vector<T> rest, double c3, double c2, double c1, double c0)
        where T : unmanaged => Fma(Fma(Fma(Fma(rest, x, Of<T>(c3)), x, Of<T>(c2)), x, Of<T>(c1)), x, Of<T>(c0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Rounder<T>()
        where T : unmanaged => Of<T>(SingleRounder, DoubleRounder);

    /// <summary>x·2^k, where k stands in the low bits of n: for normal results, and k within the exponent's range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> TimesPowerOf2<T>(Vector<T> x, Vector<T> n)
        where T : unmanaged => typeof(T) == typeof(float)
            ? (x.As<T, int>() + (n.As<T, int>() << SingleMantissa)).As<int, T>()
            : (x.As<T, long>() + (n.As<T, long>() << DoubleMantissa)).As<long, T>();

    /// <summary>low ≤ x ≤ high, NaN stays NaN: the native forms return their second operand when one is NaN, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Within<T>(Vector<T> x, Vector<T> low, Vector<T> high)
        where T : unmanaged => Vector.MinNative(high, Vector.MaxNative(low, x));

    /// <summary>The size of y with the sign of x; the sign of y is plus.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Signed<T>(Vector<T> y, Vector<T> x)
        where T : unmanaged => y | (x & Of<T>(-0.0));

    /// <summary>The scalar form on each lane, for ops that have no SIMD form worth its code, and for rare inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Vector<T> EachLane<TOp, T>(Vector<T> x, TOp op)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<T> lanes = MemoryMarshal.CreateSpan(ref Unsafe.As<Vector<T>, T>(ref x), Vector<T>.Count);
        foreach (ref T lane in lanes) lane = op.Apply(lane);
        return x;
    }
}
