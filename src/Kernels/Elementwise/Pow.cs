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

    // By squares. A real number stops after the highest bit of y, and a bit that is not set costs nothing; a formula that is written down asks nothing:
    // its factor is 1 + (x - 1)·bit, for each bit that y may have.
    private static T Whole<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        const int Bits = 31;
        if (y < T.Zero) return x == T.One || x == -T.One ? (T.IsOddInteger(y) ? x : T.One) : T.Zero;
        T power = T.One, two = T.One + T.One;
        if (!Number.IsStandIn<T>())
        {
            for (int left = int.CreateTruncating(y); left > 0; left >>= 1, x *= x)
            {
                if ((left & 1) == 1) power *= x;
            }
            return power;
        }
        for (int bit = 0; bit < Bits; bit++, x *= x)
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
