using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = sin x, x in radians.</summary>
public readonly struct Sin : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "sin";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 2);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Sin(x);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Sin(x);
}
