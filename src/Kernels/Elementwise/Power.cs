using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = x^p for a fixed exponent.</summary>
/// <param name="Exponent">p, rounded to the element type.</param>
public readonly record struct Power(double Exponent) : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "power";

    /// <inheritdoc/>
    public static OpRecord Record => new(0.1, 5, Ulp: 2);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Pow(x, T.CreateTruncating(Exponent));

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Power(x, Exponent);
}
