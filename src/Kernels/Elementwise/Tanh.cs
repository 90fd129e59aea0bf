using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = tanh x.</summary>
public readonly struct Tanh : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "tanh";

    /// <inheritdoc/>
    public static OpRecord Record => new(-20, 20, Ulp: 2);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Tanh(x);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Tanh(x);
}
