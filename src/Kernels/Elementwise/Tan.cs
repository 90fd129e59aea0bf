using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace DeepPuzzles.Kernels;

/// <summary>y = tan x, x in radians.</summary>
public readonly struct Tan : IUnaryOp, IFormula
{
    /// <inheritdoc/>
    public static string Name => "tan";

    /// <inheritdoc/>
    public static OpRecord Record => new(-1.4, 1.4, Ulp: 2);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Tan(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<Tan, T>(x);

    /// <inheritdoc/>
    public static bool IsLong => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Apply<TOp, T>(TOp op, Vector512<T> x)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Formula.Apply<Tan, T>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector IFormula.Of<TVector>(TVector x) => VectorMath.Tan(x);
}
