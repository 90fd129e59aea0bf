using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>Where the first smallest number stands, or the first NaN.</summary>
public readonly struct ArgMin : IArgReduction
{
    /// <inheritdoc/>
    public static string Name => "argmin";

    /// <inheritdoc/>
    public static OpRecord Record => new(Low: -10, High: 10);

    /// <inheritdoc/>
    public bool Replaces<T>(T candidate, T best)
        where T : unmanaged, INumber<T> => !(candidate >= best) & !T.IsNaN(best);       // no branch: nobody can predict it

    /// <inheritdoc/>
    public Vector<T> Replaces<T>(Vector<T> candidate, Vector<T> best)
        where T : unmanaged, INumber<T> => Vector.AndNot(Vector.Equals(best, best), Vector.GreaterThanOrEqual(candidate, best));
}
