using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>z = x + y.</summary>
public readonly struct Add : IBinaryOp
{
    /// <inheritdoc/>
    public static string Name => "add";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 0.5);

    /// <inheritdoc/>
    public T Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => x + y;

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => x + y;
}
