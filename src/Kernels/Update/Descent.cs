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
    public Cell<T> Apply<T>(Cell<T> cell, T gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T g = Pace.Gradient(cell.Weight, gradient);
        return new(Pace.Move(cell.Weight, g));
    }

    /// <inheritdoc/>
    public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector<T> g = Pace.Gradient(cell.Weight, gradient);
        return new(Pace.Move(cell.Weight, g));
    }
}
