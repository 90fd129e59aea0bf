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
    public Coefficients<double> Coefficients => new(Pace.Rate, Pace.L2, Pace.Keep, Beta1, 1 - Beta1, Beta2, 1 - Beta2, RootWeight, Epsilon);

    /// <inheritdoc/>
    public Cell<T> Apply<T>(Cell<T> cell, T gradient, in Coefficients<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = gradient + cell.Weight * c.L2;
        T m = cell.First * c.A + g * c.B;
        T v = cell.Second * c.C + g * g * c.D;
        T direction = m / (T.Sqrt(v) * c.E + c.F);
        return new(cell.Weight * c.Keep - direction * c.Rate, m, v);
    }

    /// <inheritdoc/>
    public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient, in Coefficients<Vector<T>> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> g = gradient + cell.Weight * c.L2;
        Vector<T> m = cell.First * c.A + g * c.B;
        Vector<T> v = cell.Second * c.C + g * g * c.D;
        Vector<T> direction = m / (Vector.SquareRoot(v) * c.E + c.F);
        return new(cell.Weight * c.Keep - direction * c.Rate, m, v);
    }
}
