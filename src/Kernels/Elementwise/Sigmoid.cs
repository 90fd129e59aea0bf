using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = 1 / (1 + e^-x): the logistic function.</summary>
public readonly struct Sigmoid : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "sigmoid";

    /// <inheritdoc/>
    public static OpRecord Record => new(-30, 30, Ulp: 4);

    // e^-x overflows to infinity far on the left, where the quotient rightly becomes 0.
    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-x));

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector<T>.One / (Vector<T>.One + VectorMath.Exp(-x));
}
