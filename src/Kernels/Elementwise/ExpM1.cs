using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = e^x - 1, accurate near 0.</summary>
public readonly struct ExpM1 : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "expm1";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 4);

    // y = e^x - 1 loses digits near 0; one Newton step on ln(1 + y) = x restores them. The step is taken at x clamped to ±30, beyond which it
    // is below the rounding, so that infinities stay what they are.
    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T bound = T.CreateTruncating(30);
        T near = T.Min(T.Max(x, -bound), bound);
        T power = T.Exp(near);
        T y = power - T.One;
        y -= (default(Log1P).Apply(y) - near) * power;
        return T.Exp(x) - power + y;
    }

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.ExpM1(x);
}
