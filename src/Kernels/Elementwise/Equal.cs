using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>Is x = y?</summary>
public readonly struct Equal : IComparison
{
    /// <inheritdoc/>
    public static string Name => "equal";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10);

    /// <inheritdoc/>
    public bool Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => x == y;

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => Vector.Equals(x, y);
}
