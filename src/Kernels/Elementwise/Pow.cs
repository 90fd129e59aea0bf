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
        where T : unmanaged, INumber<T> => typeof(T) == typeof(int)
            ? Whole(x, y)
            : T.CreateTruncating(Math.Pow(double.CreateTruncating(x), double.CreateTruncating(y)));

    private static T Whole<T>(T x, T y)
        where T : unmanaged, INumber<T>
    {
        T power = T.One;
        if (y < T.Zero) return x == T.One || x == -T.One ? (T.IsOddInteger(y) ? x : T.One) : T.Zero;
        for (int left = int.CreateTruncating(y); left > 0; left >>= 1, x *= x)
        {
            if ((left & 1) == 1) power *= x;
        }
        return power;
    }

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => typeof(T) == typeof(float)
            ? VectorMath.Pow(x.As<T, float>(), y.As<T, float>()).As<float, T>()
            : VectorMath.EachPair(x, y, this);
}
