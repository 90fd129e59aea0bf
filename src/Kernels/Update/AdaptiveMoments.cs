using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>m ← β₁·m + (1 - β₁)·g, v ← β₂·v + (1 - β₂)·g², w ← w - rate·m / (c·√v + ε): Adam, with the corrections of its bias in rate and c.</summary>
/// <param name="Pace">Rate divided by 1 - β₁^t, and decay.</param>
/// <param name="Beta1">Memory of the mean.</param>
/// <param name="Beta2">Memory of the mean square.</param>
/// <param name="RootWeight">1 / √(1 - β₂^t).</param>
/// <param name="Epsilon">Keeps the division finite.</param>
public readonly record struct AdaptiveMoments(Pace Pace, double Beta1, double Beta2, double RootWeight, double Epsilon) : IUpdateOp
{
    /// <inheritdoc/>
    public static string Name => "adam step";

    /// <inheritdoc/>
    public static OpRecord Record => new(-3, 3);

    /// <inheritdoc/>
    public static int States => 2;

    /// <inheritdoc/>
    public Cell<T> Apply<T>(Cell<T> cell, T gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = Pace.Gradient(cell.Weight, gradient);
        T m = cell.First * T.CreateTruncating(Beta1) + g * T.CreateTruncating(1 - Beta1);
        T v = cell.Second * T.CreateTruncating(Beta2) + g * g * T.CreateTruncating(1 - Beta2);
        T direction = m / (T.Sqrt(v) * T.CreateTruncating(RootWeight) + T.CreateTruncating(Epsilon));
        return new(Pace.Move(cell.Weight, direction), m, v);
    }

    /// <inheritdoc/>
    public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> g = Pace.Gradient(cell.Weight, gradient);
        Vector<T> m = cell.First * T.CreateTruncating(Beta1) + g * T.CreateTruncating(1 - Beta1);
        Vector<T> v = cell.Second * T.CreateTruncating(Beta2) + g * g * T.CreateTruncating(1 - Beta2);
        Vector<T> direction = m / (Vector.SquareRoot(v) * T.CreateTruncating(RootWeight) + new Vector<T>(T.CreateTruncating(Epsilon)));
        return new(Pace.Move(cell.Weight, direction), m, v);
    }
}
