using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = |x|.</summary>
public readonly struct Abs : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "abs";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 0, Kinks: 0);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Abs(x);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector.Abs(x);
}
