using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = ln(1 + x), accurate near 0.</summary>
public readonly struct Log1P : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "log1p";

    /// <inheritdoc/>
    public static OpRecord Record => new(-0.9, 50, Ulp: 4);

    // With u = 1 + x as rounded, ln(1 + x) = ln u - (u - 1 - x) / u up to terms of second order in the rounding error (Goldberg 1991, sec. 4.6).
    // The correction is taken at no more than 2^30, where it is below the rounding anyway, so that infinity stays infinity; and over at least
    // the smallest normal-sized u, so that -1 gives -infinity.
    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T near = T.Min(x, T.CreateTruncating(1 << 30));
        T u = T.One + near;
        return T.Log(T.One + x) - (u - T.One - near) / T.Max(u, T.CreateTruncating(1e-30));
    }

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => VectorMath.Log1P(x);
}
