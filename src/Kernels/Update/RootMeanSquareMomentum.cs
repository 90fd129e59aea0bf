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
    public Cell<T> Apply<T>(Cell<T> cell, T gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = Pace.Gradient(cell.Weight, gradient);
        T v = cell.First * T.CreateTruncating(Alpha) + g * g * T.CreateTruncating(1 - Alpha);
        T b = cell.Second * T.CreateTruncating(Memory) + g / (T.Sqrt(v) + T.CreateTruncating(Epsilon));
        return new(Pace.Move(cell.Weight, b), v, b);
    }

    /// <inheritdoc/>
    public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> g = Pace.Gradient(cell.Weight, gradient);
        Vector<T> v = cell.First * T.CreateTruncating(Alpha) + g * g * T.CreateTruncating(1 - Alpha);
        Vector<T> b = cell.Second * T.CreateTruncating(Memory) + g / (Vector.SquareRoot(v) + new Vector<T>(T.CreateTruncating(Epsilon)));
        return new(Pace.Move(cell.Weight, b), v, b);
    }
}
