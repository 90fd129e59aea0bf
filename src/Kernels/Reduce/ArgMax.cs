using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>Where the first largest number stands, or the first NaN.</summary>
public readonly struct ArgMax : IArgReduction
{
    /// <inheritdoc/>
    public static string Name => "argmax";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -10, High: 10);

    /// <inheritdoc/>
    public bool Replaces<T>(T candidate, T best)
        where T : unmanaged, INumber<T> => candidate > best || (T.IsNaN(candidate) && !T.IsNaN(best));

    // A number equals itself, NaN does not.
    /// <inheritdoc/>
    public Vector<T> Replaces<T>(Vector<T> candidate, Vector<T> best)
        where T : unmanaged, INumber<T> => Vector.GreaterThan(candidate, best) | Vector.AndNot(Vector.Equals(best, best), Vector.Equals(candidate, candidate));
}
