using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = the nearest whole number; the even one of two that are as near.</summary>
public readonly struct Round : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "round";

    /// <inheritdoc/>
    public static OpRecord Record => new(-3, 3, Ulp: 0, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Round(x);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float)
            ? Vector.Round(x.As<T, float>()).As<float, T>()
            : Vector.Round(x.As<T, double>()).As<double, T>();
}
