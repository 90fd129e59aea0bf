using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>ln Σ e^x of a row, without overflow: the largest element m is taken out first. A row of -∞ alone gives -∞, one with +∞ gives +∞.</summary>
public readonly struct LogSumExp : IRowFold<Max>
{
    /// <inheritdoc/>
    public static string Name => "log-sum-exp";

    /// <inheritdoc/>
    public static OpRecord Record => new(-20, 20, Ulp: 16);

    /// <inheritdoc/>
    public static bool HasLevel => true;

    /// <inheritdoc/>
    public static int Sums => 1;

    /// <inheritdoc/>
    public T Level<T>(T reduced, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => reduced;

    // x - m is at most 0. Where m is infinite it may be ∞ - ∞; then 0 stands for it, and m + ln(a whole number) is m.
    /// <inheritdoc/>
    public T Between<T>(T x, T y, T level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Exp(T.MinNumber(x - level, T.Zero));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector BetweenLanes<TVector>(TVector x, TVector y, TVector level)
        where TVector : struct, IRegister<TVector> => VectorMath.Exp(TVector.Min(x - level, TVector.Zero));

    /// <inheritdoc/>
    public RowSums<T> Summands<T>(T u, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowSums<TVector> SummandLanes<TVector>(TVector u, TVector y)
        where TVector : struct, IRegister<TVector> => new(u);

    /// <inheritdoc/>
    public T Result<T>(T level, RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => level + T.Log(sums.First);
}
