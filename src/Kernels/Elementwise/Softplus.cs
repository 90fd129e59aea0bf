using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = ln(1 + e^x), without overflow and accurate on the far left.</summary>
public readonly struct Softplus : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "softplus";

    /// <inheritdoc/>
    public static OpRecord Record => new(-30, 30, Ulp: 2);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Max(x, T.Zero) + default(Log1P).Apply(T.Exp(-T.Abs(x)));

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Softplus(x);
}
