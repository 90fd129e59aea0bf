using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DeepPuzzles.Kernels;

/// <summary>Transcendental functions on SIMD registers of float32 or float64, within 2 ULP everywhere. One formula serves both widths where
/// only its tables differ; the tail of the logarithm, the reduction to a quadrant and the power have one for each. Every kind
/// of register runs the same operations lane by lane, so results have the same bits in all of them. Polynomials come from <c>coefficients.py</c>
/// beside this file, which names intervals and errors; splits of ln 2 and π/2 (W. J. Cody and W. Waite, 1980) begin with parts of so
/// few bits that products with the integers in question are exact.</summary>
internal static partial class VectorMath
{
    /// <summary>1.5·2^23 and 1.5·2^52: x + this - this is x rounded to an integer, which meanwhile stands in the low bits.</summary>
    private const float SingleRounder = 12582912f;
    private const double DoubleRounder = 6755399441055744.0;

    /// <summary>Bits below the exponent.</summary>
    private const int SingleMantissa = 23, DoubleMantissa = 52;

    // The functions below must disappear into the loops that call them: a call per register would cost more than what it does.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Of<TVector>(double single, double twice)
        where TVector : struct, IRegister<TVector> => TVector.Of(TVector.IsSingle ? single : twice);

    /// <summary>((rest·x + c3)·x + c2)·x + …: the next four coefficients of a polynomial, highest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Horner<TVector>(TVector x, TVector rest, double c3, double c2, double c1, double c0)
        where TVector : struct, IRegister<TVector> => TVector.Fma(TVector.Fma(TVector.Fma(TVector.Fma(rest, x, TVector.Of(c3)), x, TVector.Of(c2)), x, TVector.Of(c1)), x, TVector.Of(c0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Rounder<TVector>()
        where TVector : struct, IRegister<TVector> => Of<TVector>(SingleRounder, DoubleRounder);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Mantissa<TVector>()
        where TVector : struct, IRegister<TVector> => TVector.IsSingle ? SingleMantissa : DoubleMantissa;

    /// <summary>x·2^k, where k stands in the low bits of n: for normal results, and k within the exponent's range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector TimesPowerOf2<TVector>(TVector x, TVector n)
        where TVector : struct, IRegister<TVector> => TVector.AddBits(x, TVector.ShiftLeft(n, Mantissa<TVector>()));

    /// <summary>low ≤ x ≤ high, NaN stays NaN: the native forms return their second operand when one is NaN, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Within<TVector>(TVector x, TVector low, TVector high)
        where TVector : struct, IRegister<TVector> => TVector.Min(high, TVector.Max(low, x));

    /// <summary>Is |x| ≤ edge in all lanes? NaN is not. As integers numbers without a sign have the same order, and NaN stands above infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AllWithin<TVector>(TVector x, TVector edge)
        where TVector : struct, IRegister<TVector> => TVector.AllAtMost(TVector.Abs(x), edge);

    /// <summary>y with the sign of x. y must not be negative, nor -0: a sign that is there would stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Signed<TVector>(TVector y, TVector x)
        where TVector : struct, IRegister<TVector> => y | (x & TVector.Of(-0.0));

    /// <summary>The scalar form on each lane, for ops that have no SIMD form worth its code, and for rare inputs.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static TVector EachLane<TOp, TVector>(TVector x, TOp op)
        where TOp : struct, IUnaryOp
        where TVector : struct, IRegister<TVector>
    {
        if (TVector.IsSingle) EachLane(op, MemoryMarshal.CreateSpan(ref Unsafe.As<TVector, float>(ref x), TVector.Count));
        else EachLane(op, MemoryMarshal.CreateSpan(ref Unsafe.As<TVector, double>(ref x), TVector.Count));
        return x;
    }

    /// <inheritdoc cref="EachLane{TOp, TVector}(TVector, TOp)"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Vector<T> EachLane<TOp, T>(Vector<T> x, TOp op)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        EachLane(op, MemoryMarshal.CreateSpan(ref Unsafe.As<Vector<T>, T>(ref x), Vector<T>.Count));
        return x;
    }

    /// <summary>The scalar form on each pair of lanes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Vector<T> EachPair<TOp, T>(Vector<T> x, Vector<T> y, TOp op)
        where TOp : struct, IBinaryOp
        where T : unmanaged, INumber<T>
    {
        Span<T> lanes = MemoryMarshal.CreateSpan(ref Unsafe.As<Vector<T>, T>(ref x), Vector<T>.Count);
        for (int lane = 0; lane < lanes.Length; lane++) lanes[lane] = op.Apply(lanes[lane], y[lane]);
        return x;
    }

    private static void EachLane<TOp, T>(TOp op, Span<T> lanes)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref T lane in lanes) lane = op.Apply(lane);
    }
}
