using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>y = arccos x in radians, from 0 to π; NaN beyond ±1.</summary>
public readonly struct Acos : IUnaryOp, IFormula
{
    /// <inheritdoc/>
    public static string Name => "acos";

    /// <inheritdoc/>
    public static OpRecord Record => new(-0.95, 0.95, Ulp: 2);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Acos(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<Acos, T>(x);

    /// <inheritdoc/>
    public static bool IsLong => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Apply<TOp, T>(TOp op, Vector512<T> x)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<Acos, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IFormula.Of<TVector>(TVector x) => VectorMath.Acos(x);
}
