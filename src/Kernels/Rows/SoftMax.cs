using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>e^x / Σ e^x along a row: positive numbers that add to 1. The largest element is taken out first, so nothing overflows. A row of
/// -∞ alone, or with +∞ or NaN in it, gives NaN throughout.</summary>
public readonly struct SoftMax : IRowMap<Max>
{
    /// <inheritdoc/>
    public static string Name => "softmax";

    /// <inheritdoc/>
    public static OpRecord Record => new(-20, 20, Ulp: 16);

    /// <inheritdoc/>
    public static bool HasLevel => true;

    /// <inheritdoc/>
    public static int Sums => 1;

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
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowSums<TVector> SummandLanes<TVector>(TVector u, TVector y)
        where TVector : struct, IRegister<TVector> => new(u);

    /// <inheritdoc/>
    public RowSums<T> Settle<T>(RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(T.One / sums.First);

    /// <inheritdoc/>
    public T Apply<T>(T u, T y, RowSums<T> settled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => u * settled.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector ApplyLanes<TVector>(TVector u, TVector y, RowSums<TVector> settled)
        where TVector : struct, IRegister<TVector> => u * settled.First;
}
