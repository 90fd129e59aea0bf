using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = c·x.</summary>
/// <param name="Factor">c, rounded to the element type.</param>
public readonly record struct Scale(double Factor) : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "scale";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * T.CreateTruncating(Factor);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x * T.CreateTruncating(Factor);
}
