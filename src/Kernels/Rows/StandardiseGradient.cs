using System.Numerics;

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
    public Vector<T> Between<T>(Vector<T> x, Vector<T> y, Vector<T> level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

    /// <inheritdoc/>
    public RowSums<T> Summands<T>(T u, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u, u * y);

    /// <inheritdoc/>
    public RowSums<Vector<T>> Summands<T>(Vector<T> u, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u, u * y);

    /// <inheritdoc/>
    public RowSums<T> Settle<T>(RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(sums.First / T.CreateTruncating(count), sums.Second / T.CreateTruncating(count));

    /// <inheritdoc/>
    public T Apply<T>(T u, T y, RowSums<T> settled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => u - settled.First - y * settled.Second;

    /// <inheritdoc/>
    public Vector<T> Apply<T>(Vector<T> u, Vector<T> y, RowSums<Vector<T>> settled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => u - settled.First - y * settled.Second;
}
