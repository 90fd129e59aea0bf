using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>z = the angle of the point (y, x) in radians, from -π to π: arctan(x / y) in the right quadrant, where x is the first operand, the point's
/// ordinate. A zero counts with its sign, as in C. Of int32 the part before the point.</summary>
public readonly struct Atan2 : IBinaryOp
{
    /// <inheritdoc/>
    public static string Name => "atan2";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 2);

    /// <inheritdoc/>
    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => Number.Atan2(x, y);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> =>
        typeof(T) == typeof(float) ? ((Vector<float>)VectorMath.Atan2<Singles>(x.As<T, float>(), y.As<T, float>())).As<float, T>()
        : typeof(T) == typeof(double) ? ((Vector<double>)VectorMath.Atan2<Doubles>(x.As<T, double>(), y.As<T, double>())).As<double, T>()
        : VectorMath.EachPair(x, y, this);
}
