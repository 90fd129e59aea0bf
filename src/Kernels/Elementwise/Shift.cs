using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = x + c.</summary>
/// <param name="Summand">c, rounded to the element type.</param>
public readonly record struct Shift(double Summand) : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "shift";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x + T.CreateTruncating(Summand);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x + Vector.Create(T.CreateTruncating(Summand));
}
