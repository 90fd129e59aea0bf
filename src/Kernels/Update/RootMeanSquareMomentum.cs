using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>v ← α·v + (1 - α)·g², b ← μ·b + g / (√v + ε), w ← w - rate·b: RMSProp with momentum.</summary>
/// <param name="Pace">Rate and decay.</param>
/// <param name="Alpha">Memory of the mean square.</param>
/// <param name="Epsilon">Keeps the division finite.</param>
/// <param name="Memory">μ.</param>
public readonly record struct RootMeanSquareMomentum(Pace Pace, double Alpha, double Epsilon, double Memory) : IUpdateOp
{
    /// <inheritdoc/>
    public static string Name => "rmsprop step with momentum";

    /// <inheritdoc/>
    public static OpRecord Record => new(-3, 3);

    /// <inheritdoc/>
    public static int States => 2;

    /// <inheritdoc/>
    public Coefficients<double> Coefficients => new(Pace.Rate, Pace.L2, Pace.Keep, Alpha, 1 - Alpha, Epsilon, Memory);

    /// <inheritdoc/>
    public Cell<T> Apply<T>(Cell<T> cell, T gradient, in Coefficients<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = gradient + cell.Weight * c.L2;
        T v = cell.First * c.A + g * g * c.B;
        T b = cell.Second * c.D + g / (T.Sqrt(v) + c.C);
        return new(cell.Weight * c.Keep - b * c.Rate, v, b);
    }

    /// <inheritdoc/>
    public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient, in Coefficients<Vector<T>> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> g = gradient + cell.Weight * c.L2;
        Vector<T> v = cell.First * c.A + g * g * c.B;
        Vector<T> b = cell.Second * c.D + g / (Vector.SquareRoot(v) + c.C);
        return new(cell.Weight * c.Keep - b * c.Rate, v, b);
    }
}
