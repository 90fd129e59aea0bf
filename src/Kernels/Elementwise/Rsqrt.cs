using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = 1 / √x; NaN below 0, and at ±0 the infinity of the same sign.</summary>
public readonly struct Rsqrt : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "rsqrt";

    /// <inheritdoc/>
    public static OpRecord Record => new(0.1, 10, Ulp: 2);

    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.One / T.Sqrt(x);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector<T>.One / Vector.SquareRoot(x);
}
