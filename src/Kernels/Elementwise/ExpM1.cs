using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>y = e^x - 1, accurate near 0.</summary>
public readonly struct ExpM1 : IUnaryOp, IFormula
{
    /// <inheritdoc/>
    public static string Name => "expm1";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 2);

    /// <summary>Far below the rounding of e^x - 1, far above the smallest float: makes the quotient 0 / 0 at x = 0 a 1.</summary>
    internal const double Tiny = 1e-36;

    // With u = e^x as rounded, e^x - 1 = (u - 1) / ln u · x: the quotient varies slowly, so what u lost does not matter (W. Kahan; Higham 2002,
    // sec. 1.14.1). It is taken at x kept within ±32; what e^x grows beyond (it is 0 inside) joins within the same product, so that
    // infinities stay what they are and the product with x keeps the sign of 0. Beyond ±b, with u = e^±b and ln u = ±b,
    // ±b·((u - 1) / ±b + (e^x - u) / b · (±b / b)) = (u - 1) + (e^x - u) = e^x - 1.
    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T bound = T.CreateTruncating(32), tiny = T.CreateTruncating(Tiny);
        T near = T.Min(T.Max(x, -bound), bound);
        T power = T.Exp(near);
        return near * ((power - T.One + tiny) / (T.Log(power) + tiny) + (T.Exp(x) - power) / bound * (near / bound));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<ExpM1, T>(x);

    /// <inheritdoc/>
    public static bool IsLong => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Apply<TOp, T>(TOp op, Vector512<T> x)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<ExpM1, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IFormula.Of<TVector>(TVector x) => VectorMath.ExpM1(x);
}
