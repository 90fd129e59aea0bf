using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = x without what stands behind the point: rounded towards 0.</summary>
public readonly struct Truncate : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "truncate";

    /// <inheritdoc/>
    public static OpRecord Record => new(-3, 3, Ulp: 0, -3, -2, -1, 0, 1, 2, 3);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Truncate(x);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? Vector.Truncate(x.As<T, float>()).As<float, T>()
            : Vector.Truncate(x.As<T, double>()).As<double, T>();
}
