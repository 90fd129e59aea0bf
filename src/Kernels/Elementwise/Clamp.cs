using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = x, but at least Low and at most High; NaN stays NaN.</summary>
/// <param name="Low">The lower bound.</param>
/// <param name="High">The upper bound.</param>
public readonly record struct Clamp(double Low, double High) : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "clamp";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Min(T.Max(x, T.CreateTruncating(Low)), T.CreateTruncating(High));

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector.Min(Vector.Max(x, Vector.Create(T.CreateTruncating(Low))), Vector.Create(T.CreateTruncating(High)));
}
