using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>Is x ≠ y; true when either is NaN?</summary>
public readonly struct NotEqual : IComparison
{
    /// <inheritdoc/>
    public static string Name => "not equal";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10);

    /// <inheritdoc/>
    public bool Apply<T>(T x, T y)
        where T : unmanaged, INumber<T> => x != y;

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, INumber<T> => ~Vector.Equals(x, y);
}
