using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>z = x^y for an exponent that varies; see <see cref="Power"/> for a fixed one. Where y is 0, or x is 1, it is 1, even beside NaN; x below 0 has
/// powers for whole y only, else NaN. For int32 it wraps, and where y is negative it is what stands before the point: ±1 of ±1, else 0.</summary>
public readonly struct Pow : IBinaryOp
{
    /// <inheritdoc/>
    public static string Name => "pow";

    /// <inheritdoc/>
    public static OpRecord Record => new(0.1, 3, Ulp: 2);

    /// <inheritdoc/>
    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => Number.Is<int, T>() ? Whole(x, y) : Number.Pow(x, y);

    /// <summary>Bits of an exponent that is not negative.</summary>
    private const int Bits = 31;

    // A real number stops after the last bit of y that is set; the same steps without a question when it is traced.
    private static T Whole<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        if (y < T.Zero) return x == T.One || x == -T.One ? (T.IsOddInteger(y) ? x : T.One) : T.Zero;
        T power = T.One, two = T.One + T.One;
        for (int bit = 0; bit < Bits && (Number.IsStandIn<T>() || y != T.Zero); bit++, x *= x)
        {
            T rest = y / two;
            power *= T.One + (y - rest * two) * (x - T.One);
            y = rest;
        }
        return power;
    }

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => typeof(T) == typeof(float)
            ? VectorMath.Pow(x.As<T, float>(), y.As<T, float>()).As<float, T>()
            : VectorMath.EachPair(x, y, this);
}
