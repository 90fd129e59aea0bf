using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>z = ⌊x / y⌋, the quotient that belongs to <see cref="Remainder"/>. For int32, 0 where y is 0, and the lowest number over -1 wraps to
/// itself; for floats, x / y where y is 0.</summary>
public readonly struct FloorDivide : IBinaryOp
{
    /// <inheritdoc/>
    public static string Name => "floor divide";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10);

    // From the exact remainder, as NumPy does: x / y itself may have been rounded up to a whole number that it does not reach.
    /// <inheritdoc/>
    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        if (Number.Is<int, T>() && y == T.Zero) return T.Zero;
        if (Number.Is<int, T>() && y == -T.One) return -x;
        if (y == T.Zero) return x / y;
        T rest = x % y;
        bool isAbove = rest != T.Zero && T.IsNegative(rest) != T.IsNegative(y);
        if (Number.Is<int, T>()) return (x - rest) / y - (isAbove ? T.One : T.Zero);
        T quotient = Number.WholeQuotient(x, rest, y, isAbove);
        return quotient == T.Zero ? T.CopySign(T.Zero, x / y) : quotient;       // a zero has the sign of the true quotient
    }

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => VectorMath.TryFloorDivide(x, y, out Vector<T> quotient, out _) ? quotient : VectorMath.EachPair(x, y, this);
}
