using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>z = x where y is above 0, and 0 elsewhere (also where y is NaN): what ReLU lets through of a gradient x.</summary>
public readonly struct Gate : IBinaryOp
{
    /// <inheritdoc/>
    public static string Name => "gate";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 0, Kinks: 0);

    /// <inheritdoc/>
    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => y > T.Zero ? x : T.Zero;

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x & Vector.GreaterThan(y, Vector<T>.Zero);
}
