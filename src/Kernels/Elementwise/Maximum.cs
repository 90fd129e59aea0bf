using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>z = the larger of x and y; NaN when either is.</summary>
public readonly struct Maximum : IBinaryOp
{
    /// <inheritdoc/>
    public static string Name => "maximum";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 0, Kinks: 0);

    /// <inheritdoc/>
    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => T.Max(x, y);

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.Max(x, y);
}
