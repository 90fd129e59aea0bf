using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>v ← μ·v + g, w ← w - rate·v: gradient descent with momentum.</summary>
/// <param name="Pace">Rate and decay.</param>
/// <param name="Memory">μ.</param>
public readonly record struct Momentum(Pace Pace, double Memory) : IUpdateOp
{
    /// <inheritdoc/>
    public static string Name => "momentum step";

    /// <inheritdoc/>
    public static OpRecord Record => new(-3, 3);

    /// <inheritdoc/>
    public static int States => 1;

    /// <inheritdoc/>
    public Cell<T> Apply<T>(Cell<T> cell, T gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = Pace.Gradient(cell.Weight, gradient);
        T v = cell.First * T.CreateTruncating(Memory) + g;
        return new(Pace.Move(cell.Weight, v), v);
    }

    /// <inheritdoc/>
    public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> g = Pace.Gradient(cell.Weight, gradient);
        Vector<T> v = cell.First * T.CreateTruncating(Memory) + g;
        return new(Pace.Move(cell.Weight, v), v);
    }
}
