using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>g - Σg/n - y·Σ(g·y)/n along a row, times a factor: the gradient through y = <see cref="Standardise"/>, from g with y beside it,
/// where the factor is 1/√(σ² + ε). It is linear and symmetric in g.</summary>
public readonly struct StandardiseGradient : IRowMap<Sum>
{
    /// <inheritdoc/>
    public static string Name => "standardise gradient";

    /// <inheritdoc/>
    public static OpRecord Record => new(-2, 2, Ulp: 16);

    /// <inheritdoc/>
    public static bool HasLevel => false;

    /// <inheritdoc/>
    public static int Sums => 2;

    /// <inheritdoc/>
    public T Level<T>(T reduced, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => reduced;

    /// <inheritdoc/>
    public T Between<T>(T x, T y, T level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector BetweenLanes<TVector>(TVector x, TVector y, TVector level)
        where TVector : struct, IRegister<TVector> => x;

    /// <inheritdoc/>
    public RowSums<T> Summands<T>(T u, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u, u * y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowSums<TVector> SummandLanes<TVector>(TVector u, TVector y)
        where TVector : struct, IRegister<TVector> => new(u, u * y);

    /// <inheritdoc/>
    public RowSums<T> Settle<T>(RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(sums.First / T.CreateTruncating(count), sums.Second / T.CreateTruncating(count));

    /// <inheritdoc/>
    public T Apply<T>(T u, T y, RowSums<T> settled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => u - settled.First - y * settled.Second;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector ApplyLanes<TVector>(TVector u, TVector y, RowSums<TVector> settled)
        where TVector : struct, IRegister<TVector> => u - settled.First - y * settled.Second;
}
