using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>v ← α·v + (1 - α)·g², w ← w - rate·g / (√v + ε): RMSProp.</summary>
/// <param name="Pace">Rate and decay.</param>
/// <param name="Alpha">Memory of the mean square.</param>
/// <param name="Epsilon">Keeps the division finite.</param>
public readonly record struct RootMeanSquare(Pace Pace, double Alpha, double Epsilon) : IUpdateOp
{
    /// <inheritdoc/>
    public static string Name => "rmsprop step";

    /// <inheritdoc/>
    public static OpRecord Record => new(-3, 3);

    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    public Cell<T> Apply<T>(Cell<T> cell, T gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = Pace.Gradient(cell.Weight, gradient);
        T v = cell.First * T.CreateTruncating(Alpha) + g * g * T.CreateTruncating(1 - Alpha);
        return new(Pace.Move(cell.Weight, g / (T.Sqrt(v) + T.CreateTruncating(Epsilon))), v);
    }

    /// <inheritdoc/>
    public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> g = Pace.Gradient(cell.Weight, gradient);
        Vector<T> v = cell.First * T.CreateTruncating(Alpha) + g * g * T.CreateTruncating(1 - Alpha);
        return new(Pace.Move(cell.Weight, g / (Vector.SquareRoot(v) + new Vector<T>(T.CreateTruncating(Epsilon)))), v);
    }
}
