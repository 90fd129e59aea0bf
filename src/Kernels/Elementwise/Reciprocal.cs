using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = 1 / x.</summary>
public readonly struct Reciprocal : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "reciprocal";

    /// <inheritdoc/>
    public static OpRecord Record => new(0.1, 10, Ulp: 0.5);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.One / x;

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector<T>.One / x;
}
