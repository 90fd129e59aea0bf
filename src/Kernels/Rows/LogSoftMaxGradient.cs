using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>g - e^y·Σ g along a row: the gradient through y = <see cref="LogSoftMax"/>, from g with y beside it.</summary>
public readonly struct LogSoftMaxGradient : IRowMap<Sum>
{
    /// <inheritdoc/>
    public static string Name => "log-softmax gradient";

    /// <inheritdoc/>
    public static OpRecord Record => new(-2, 2, Ulp: 16);

    /// <inheritdoc/>
    public static bool HasLevel => false;

    /// <inheritdoc/>
    public static int Sums => 1;

    /// <inheritdoc/>
    public T Level<T>(T reduced, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => reduced;

    /// <inheritdoc/>
    public T Between<T>(T x, T y, T level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Between<T>(Vector<T> x, Vector<T> y, Vector<T> level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

    /// <inheritdoc/>
    public RowSums<T> Summands<T>(T u, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowSums<Vector<T>> Summands<T>(Vector<T> u, Vector<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u);

    /// <inheritdoc/>
    public RowSums<T> Settle<T>(RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sums;

    /// <inheritdoc/>
    public T Apply<T>(T u, T y, RowSums<T> settled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => u - T.Exp(y) * settled.First;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Apply<T>(Vector<T> u, Vector<T> y, RowSums<Vector<T>> settled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => u - Formula.Apply<Exp, T>(y) * settled.First;
}
