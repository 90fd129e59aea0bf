using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = the largest whole number not above x.</summary>
public readonly struct Floor : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "floor";

    /// <inheritdoc/>
    public static OpRecord Record => new(-3, 3, Ulp: 0, -3, -2, -1, 0, 1, 2, 3);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Floor(x);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? Vector.Floor(x.As<T, float>()).As<float, T>()
            : Vector.Floor(x.As<T, double>()).As<double, T>();
}
