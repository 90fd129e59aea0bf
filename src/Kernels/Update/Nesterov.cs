using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>v ← μ·v + g, w ← w - rate·(g + μ·v): Nesterov's form of momentum.</summary>
/// <param name="Pace">Rate and decay.</param>
/// <param name="Memory">μ.</param>
public readonly record struct Nesterov(Pace Pace, double Memory) : IUpdateOp
{
    /// <inheritdoc/>
    public static string Name => "nesterov step";

    /// <inheritdoc/>
    public static OpRecord Record => new(-3, 3);

    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    public Coefficients<double> Coefficients => new(Pace.Rate, Pace.L2, Pace.Keep, Memory);

    /// <inheritdoc/>
    public Cell<T> Apply<T>(Cell<T> cell, T gradient, in Coefficients<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = gradient + cell.Weight * c.L2;
        T v = cell.First * c.A + g;
        return new(cell.Weight * c.Keep - (g + v * c.A) * c.Rate, v);
    }

    /// <inheritdoc/>
    public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient, in Coefficients<Vector<T>> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> g = gradient + cell.Weight * c.L2;
        Vector<T> v = cell.First * c.A + g;
        return new(cell.Weight * c.Keep - (g + v * c.A) * c.Rate, v);
    }
}
