using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>w ← w - rate·g: gradient descent.</summary>
/// <param name="Pace">Rate and decay.</param>
public readonly record struct Descent(Pace Pace) : IUpdateOp
{
    /// <inheritdoc/>
    public static string Name => "descent step";

    /// <inheritdoc/>
    public static OpRecord Record => new(-3, 3);

    /// <inheritdoc/>
    public static int States => 0;

    /// <inheritdoc/>
    public Coefficients<double> Coefficients => new(Pace.Rate, Pace.L2, Pace.Keep);

    /// <inheritdoc/>
    public Cell<T> Apply<T>(Cell<T> cell, T gradient, in Coefficients<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = gradient + cell.Weight * c.L2;
        return new(cell.Weight * c.Keep - g * c.Rate);
    }

    /// <inheritdoc/>
    public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient, in Coefficients<Vector<T>> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> g = gradient + cell.Weight * c.L2;
        return new(cell.Weight * c.Keep - g * c.Rate);
    }
}
