using System.Numerics;

namespace DeepPuzzles.Kernels;

/// <summary>A step of an optimiser on one weight: from the weight, up to two numbers of state and the gradient to the new weight and state. The
/// scalar and the SIMD form give the same bits.</summary>
public interface IUpdateOp : IOp
{
    /// <summary>Numbers of state per weight: 0, 1 or 2.</summary>
    static abstract int States { get; }

    /// <summary>The numbers of this step, the same for all weights: a device turns them into its number type once.</summary>
    Coefficients<double> Coefficients { get; }

    /// <summary>The step for one weight, from <paramref name="c"/> alone: where it read the op's fields, other devices would need another program for each
    /// learning rate.</summary>
    Cell<T> Apply<T>(Cell<T> cell, T gradient, in Coefficients<T> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The same for SIMD registers.</summary>
    Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient, in Coefficients<Vector<T>> c)
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

/// <summary>How far a step goes and how weights are pulled to 0: g ← gradient + L2·w, w ← Keep·w - Rate·direction.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="L2">λ of the coupled decay.</param>
/// <param name="Keep">1 - learning rate·λ of the decoupled decay.</param>
public readonly record struct Pace(double Rate, double L2 = 0, double Keep = 1);

/// <summary>The numbers of a step.</summary>
/// <typeparam name="TNumber">A number or a register.</typeparam>
/// <param name="Rate">The rate.</param>
/// <param name="L2">λ of the coupled decay.</param>
/// <param name="Keep">What is kept of a weight.</param>
/// <param name="A">The op's first number.</param>
/// <param name="B">The second.</param>
/// <param name="C">The third.</param>
/// <param name="D">The fourth.</param>
/// <param name="E">The fifth.</param>
/// <param name="F">The sixth.</param>
public readonly record struct Coefficients<TNumber>(
    TNumber Rate, TNumber L2, TNumber Keep, TNumber A = default, TNumber B = default, TNumber C = default, TNumber D = default, TNumber E = default, TNumber F = default)
    where TNumber : struct;

internal static class CoefficientTypes
{
    /// <summary>The same numbers in another type.</summary>
    internal static Coefficients<T> To<T>(this Coefficients<double> c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(
            T.CreateTruncating(c.Rate), T.CreateTruncating(c.L2), T.CreateTruncating(c.Keep), T.CreateTruncating(c.A), T.CreateTruncating(c.B), T.CreateTruncating(c.C), T.CreateTruncating(c.D), T.CreateTruncating(c.E), T.CreateTruncating(c.F));

    /// <summary>The same numbers in every lane.</summary>
    internal static Coefficients<Vector<T>> Wide<T>(this Coefficients<T> c)
        where T : unmanaged => new(new(c.Rate), new(c.L2), new(c.Keep), new(c.A), new(c.B), new(c.C), new(c.D), new(c.E), new(c.F));
}
