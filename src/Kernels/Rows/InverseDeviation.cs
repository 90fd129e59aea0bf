using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>1 / √(σ² + ε) of a row, with its variance σ² = Σ(x - μ)²/n: the factor of <see cref="Standardise"/>.</summary>
/// <param name="Epsilon">ε, keeps the division finite.</param>
public readonly record struct InverseDeviation(double Epsilon) : IRowFold<Sum>
{
    /// <inheritdoc/>
    public static string Name => "inverse deviation";

    /// <inheritdoc/>
    public static OpRecord Record => new(-10, 10, Ulp: 16);

    /// <inheritdoc/>
    public static bool HasLevel => true;

    /// <inheritdoc/>
    public static int Sums => 1;

    /// <inheritdoc/>
    public T Level<T>(T reduced, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => reduced / T.CreateTruncating(count);

    /// <inheritdoc/>
    public T Between<T>(T x, T y, T level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x - level;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector BetweenLanes<TVector>(TVector x, TVector y, TVector level)
        where TVector : struct, IRegister<TVector> => x - level;

    /// <inheritdoc/>
    public RowSums<T> Summands<T>(T u, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u * u);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowSums<TVector> SummandLanes<TVector>(TVector u, TVector y)
        where TVector : struct, IRegister<TVector> => new(u * u);

    /// <inheritdoc/>
    public T Result<T>(T level, RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.One / T.Sqrt(sums.First / T.CreateTruncating(count) + T.CreateTruncating(Epsilon));
}
