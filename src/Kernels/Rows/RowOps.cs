using System.Numerics;

namespace DeepPuzzles.Kernels;

// A row op in pieces, so that every device can walk a row as suits it:
//
//   level = Level(the first reduction over x, n)          one number, where the op has it
//   u     = Between(x, y, level)                          element by element
//   sums  = Σ Summands(u, y)                              up to three numbers
//   map:  z = Apply(u, y, Settle(sums, n))                a row again, or
//   fold: z = Result(level, sums, n)                      one number
//
// y is what stands beside the row, 0 where nothing does.

/// <summary>Reads a row of numbers with at most two reductions, the first by <typeparamref name="TFirst"/>, the second a sum.</summary>
/// <typeparam name="TFirst">The first reduction, over x.</typeparam>
public interface IRowOp<TFirst> : IOp
    where TFirst : struct, IReduction
{
    /// <summary>False when the op has no first reduction: the level is 0 then.</summary>
    static abstract bool HasLevel { get; }

    /// <summary>How many sums the op needs: 1, 2 or 3.</summary>
    static abstract int Sums { get; }

    /// <summary>The level of the row, from the first reduction over x and the number of elements.</summary>
    T Level<T>(T reduced, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>u, from x, what stands beside it and the level.</summary>
    T Between<T>(T x, T y, T level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The same for SIMD registers.</summary>
    TVector BetweenLanes<TVector>(TVector x, TVector y, TVector level)
        where TVector : struct, IRegister<TVector>;

    /// <summary>What is summed over the row.</summary>
    RowSums<T> Summands<T>(T u, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The same for SIMD registers.</summary>
    RowSums<TVector> SummandLanes<TVector>(TVector u, TVector y)
        where TVector : struct, IRegister<TVector>;
}

/// <summary>A row becomes a row of the same length.</summary>
/// <typeparam name="TFirst">The first reduction, over x.</typeparam>
public interface IRowMap<TFirst> : IRowOp<TFirst>
    where TFirst : struct, IReduction
{
    /// <summary>What the last map needs, once for the row, from the sums and the number of elements.</summary>
    RowSums<T> Settle<T>(RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>z, from u, what stands beside it and what was settled.</summary>
    T Apply<T>(T u, T y, RowSums<T> settled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The same for SIMD registers.</summary>
    TVector ApplyLanes<TVector>(TVector u, TVector y, RowSums<TVector> settled)
        where TVector : struct, IRegister<TVector>;
}

/// <summary>A row becomes one number.</summary>
/// <typeparam name="TFirst">The first reduction, over x.</typeparam>
public interface IRowFold<TFirst> : IRowOp<TFirst>
    where TFirst : struct, IReduction
{
    /// <summary>The number, from the level, the sums and the number of elements.</summary>
    T Result<T>(T level, RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>Up to three numbers of a row, or registers of them; an op leaves at 0 what it does not need.</summary>
/// <typeparam name="TNumber">A number or a register.</typeparam>
/// <param name="First">The first.</param>
/// <param name="Second">The second.</param>
/// <param name="Third">The third.</param>
public readonly record struct RowSums<TNumber>(TNumber First, TNumber Second, TNumber Third)
    where TNumber : struct
{
    /// <summary>One number, the others 0.</summary>
    public RowSums(TNumber first)
        : this(first, default, default)
    {
    }

    /// <summary>Two numbers, the third 0.</summary>
    public RowSums(TNumber first, TNumber second)
        : this(first, second, default)
    {
    }
}

/// <summary>What stands beside the rows that a row op reads.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Rows">Rows of the same sizes, any strides; or none.</param>
/// <param name="Hot">In place of rows: for each row the position of a 1 among zeros; size 1 along the last axis.</param>
/// <param name="Factor">A factor on all that the op gives for a row; size 1 along the last axis; 1 where there is none.</param>
public readonly record struct Beside<T>(View<T>? Rows = null, View<int>? Hot = null, View<T>? Factor = null)
    where T : unmanaged;
