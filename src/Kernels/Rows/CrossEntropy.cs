using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeepPuzzles.Kernels;

/// <summary>-Σ t·ln softmax(x) of a row x with the target row t beside it, in nats: ln Σe^u·Σt - Σ t·u with u = x - max x. A logit of -∞
/// counts for nothing where its target is 0. A row of -∞ alone, or with +∞ or NaN in it, gives NaN.</summary>
public readonly struct CrossEntropy : IRowFold<Max>
{
    /// <inheritdoc/>
    public static string Name => "cross-entropy";

    /// <inheritdoc/>
    public static OpRecord Record => new(-20, 20, Ulp: 16);

    /// <inheritdoc/>
    public static bool HasLevel => true;

    /// <inheritdoc/>
    public static int Sums => 3;

    /// <inheritdoc/>
    public T Level<T>(T reduced, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => reduced;

    /// <inheritdoc/>
    public T Between<T>(T x, T y, T level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x - level;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector BetweenLanes<TVector>(TVector x, TVector y, TVector level)
        where TVector : struct, IRegister<TVector> => x - level;

    // The second summand is t·u, with 0 for 0·-∞, which is NaN: u ≤ 0, so u·|t| is either not above 0 or that NaN, and MinNumber, which takes
    // the number where one operand is NaN, changes only the NaN, to 0. Its size is then right, and its sign must be that of t·u, which is that
    // of -t: hence CopySign(…, -t).
    /// <inheritdoc/>
    public RowSums<T> Summands<T>(T u, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(T.Exp(u), T.CopySign(T.MinNumber(u * T.Abs(y), T.Zero), -y), y);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowSums<TVector> SummandLanes<TVector>(TVector u, TVector y)
        where TVector : struct, IRegister<TVector> =>
        new(VectorMath.Exp(u), VectorMath.Signed(TVector.Abs(TVector.Min(u * TVector.Abs(y), TVector.Zero)), -y), y);

    /// <inheritdoc/>
    public T Result<T>(T level, RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Log(sums.First) * sums.Third - sums.Second;
}
