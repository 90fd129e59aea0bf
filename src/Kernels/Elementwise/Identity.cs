using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = x: where a verb takes an activation, none.</summary>
public readonly struct Identity : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "identity";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;
}
