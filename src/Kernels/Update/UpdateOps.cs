using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>A step of an optimiser on one weight: from the weight, up to two numbers of state and the gradient to the new weight and state. The
/// scalar and the SIMD form give the same bits.</summary>
public interface IUpdateOp : IOp
{
    /// <summary>Numbers of state per weight: 0, 1 or 2.</summary>
    static abstract int States { get; }

    /// <summary>The step for one weight.</summary>
    Cell<T> Apply<T>(Cell<T> cell, T gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The same for SIMD registers.</summary>
    Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>A weight and its state; an op leaves at 0 what it does not need.</summary>
/// <typeparam name="TNumber">A number or a register.</typeparam>
/// <param name="Weight">The weight.</param>
/// <param name="First">The first number of its state.</param>
/// <param name="Second">The second.</param>
public readonly record struct Cell<TNumber>(TNumber Weight, TNumber First, TNumber Second)
    where TNumber : struct
{
    /// <summary>A weight with one number of state.</summary>
    public Cell(TNumber weight, TNumber first)
        : this(weight, first, default)
    {
    }

    /// <summary>A weight without state.</summary>
    public Cell(TNumber weight)
        : this(weight, default, default)
    {
    }
}

/// <summary>How far a step goes and how weights are pulled to 0; w ← Keep·w - Rate·direction, where L2·w has been added to the gradient.</summary>
/// <param name="Rate">The learning rate, corrected for bias where the op says so.</param>
/// <param name="L2">λ of the coupled decay.</param>
/// <param name="Keep">1 - learning rate·λ of the decoupled decay.</param>
public readonly record struct Pace(double Rate, double L2 = 0, double Keep = 1)
{
    internal T Gradient<T>(T weight, T gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => gradient + weight * T.CreateTruncating(L2);

    internal Vector<T> Gradient<T>(Vector<T> weight, Vector<T> gradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => gradient + weight * T.CreateTruncating(L2);

    internal T Move<T>(T weight, T direction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => weight * T.CreateTruncating(Keep) - direction * T.CreateTruncating(Rate);

    internal Vector<T> Move<T>(Vector<T> weight, Vector<T> direction)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => weight * T.CreateTruncating(Keep) - direction * T.CreateTruncating(Rate);
}
