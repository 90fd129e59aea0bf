using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>softmax(x)·Σt - t along a row x with the target row t beside it, times a factor: the gradient at x of <see cref="CrossEntropy"/>,
/// where the factor is the gradient at the row's cross-entropy.</summary>
public readonly struct CrossEntropyGradient : IRowMap<Max>
{
    /// <inheritdoc/>
    public static string Name => "cross-entropy gradient";

    /// <inheritdoc/>
    public static OpRecord Record => new(-20, 20, Ulp: 16);

    /// <inheritdoc/>
    public static bool HasLevel => true;

    /// <inheritdoc/>
    public static int Sums => 2;

    /// <inheritdoc/>
    public T Level<T>(T reduced, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => reduced;

    /// <inheritdoc/>
    public T Between<T>(T x, T y, T level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Exp(x - level);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector BetweenLanes<TVector>(TVector x, TVector y, TVector level)
        where TVector : struct, IRegister<TVector> => VectorMath.Exp(x - level);

    /// <inheritdoc/>
    public RowSums<T> Summands<T>(T u, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u, y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowSums<TVector> SummandLanes<TVector>(TVector u, TVector y)
        where TVector : struct, IRegister<TVector> => new(u, y);

    /// <inheritdoc/>
    public RowSums<T> Settle<T>(RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(sums.Second / sums.First);

    /// <inheritdoc/>
    public T Apply<T>(T u, T y, RowSums<T> settled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => u * settled.First - y;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector ApplyLanes<TVector>(TVector u, TVector y, RowSums<TVector> settled)
        where TVector : struct, IRegister<TVector> => u * settled.First - y;
}
