using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>y = 1 above 0, -1 below, 0 at either zero, and NaN of NaN.</summary>
public readonly struct Sign : IUnaryOp
{
    /// <inheritdoc/>
    public static string Name => "sign";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 0, Kinks: 0);

    // Not x + 0, which is 0 for -0 too: there are compilers that make x of it.
    /// <inheritdoc/>
    public T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x > T.Zero ? T.One : x < T.Zero ? -T.One : x == T.Zero ? T.Zero : x;

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector.ConditionalSelect(
            Vector.GreaterThan(x, Vector<T>.Zero),
            Vector<T>.One,
            Vector.ConditionalSelect(Vector.LessThan(x, Vector<T>.Zero), -Vector<T>.One, x + Vector<T>.Zero));
}
