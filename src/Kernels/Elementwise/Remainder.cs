using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>z = x - ⌊x / y⌋·y, which has the sign of y, as in Python and NumPy; exact. For int32, and only there, 0 where y is 0; NaN for floats.</summary>
public readonly struct Remainder : IBinaryOp
{
    /// <inheritdoc/>
    public static string Name => "remainder";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10);

    // % has the sign of x. Of int32 it would throw at 0, and at -1 for the lowest number, whose quotient is too large.
    /// <inheritdoc/>
    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        if (Number.Is<int, T>() && (y == T.Zero || y == -T.One)) return T.Zero;
        T rest = x % y;
        return rest == T.Zero ? T.CopySign(rest, y) : T.IsNegative(rest) != T.IsNegative(y) ? rest + y : rest;
    }

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => VectorMath.TryFloorDivide(x, y, out _, out Vector<T> rest) ? rest : VectorMath.EachPair(x, y, this);
}
