using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>y = ln(1 + x), accurate near 0.</summary>
public readonly struct Log1P : IUnaryOp, IFormula
{
    /// <inheritdoc/>
    public static string Name => "log1p";

    /// <inheritdoc/>
    public static OpRecord Record => new(-0.9, 50, Ulp: 2);

    // With u = 1 + x as rounded, ln(1 + x) = ln u / (u - 1)·x: the quotient varies slowly, so what u lost does not matter (W. Kahan; Higham 2002,
    // sec. 1.14.1). It is taken at no more than 2^60; what is beyond is ln(x / 2^60), so that infinity stays infinity. As a product with x the
    // result keeps the sign of 0.
    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T large = T.CreateTruncating(1L << 60), tiny = T.CreateTruncating(ExpM1.Tiny);
        T near = T.Min(x, large), u = T.One + near;
        return near * ((T.Log(u) + tiny) / (u - T.One + tiny) + T.Log(T.Max(x, large) / large) / large);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<Log1P, T>(x);

    /// <inheritdoc/>
    public static bool IsLong => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Apply<TOp, T>(TOp op, Vector512<T> x)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<Log1P, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IFormula.Of<TVector>(TVector x) => VectorMath.Log1P(x);
}
