using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>z = the smaller of x and y; NaN when either is.</summary>
public readonly struct Minimum : IBinaryOp
{
    /// <inheritdoc/>
    public static string Name => "minimum";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 0, Kinks: 0);

    /// <inheritdoc/>
    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => T.Min(x, y);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.Min(x, y);
}
