using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>y = the decimal logarithm of x; -∞ at 0, NaN below. Exact at powers of 10.</summary>
public readonly struct Log10 : IUnaryOp, IFormula
{
    /// <inheritdoc/>
    public static string Name => "log10";

    /// <inheritdoc/>
    public static OpRecord Record => new(1e-3, 50, Ulp: 2);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Log10(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<Log10, T>(x);

    /// <inheritdoc/>
    public static bool IsLong => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Apply<TOp, T>(TOp op, Vector512<T> x)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<Log10, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IFormula.Of<TVector>(TVector x) => VectorMath.Log10(x);
}
