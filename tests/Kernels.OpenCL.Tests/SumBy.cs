using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>A sum of rows, and something that is done with it and their length. The level is a sum too.</summary>
internal readonly struct SumBy<TForm> : IRowFold<Sum>
    where TForm : ILengthForm
{
    public static string Name => "sum by";

    public static OpRecord Record => new(-1, 1);

    public static bool HasLevel => true;

    public static int Sums => 2;

    public T Level<T>(T reduced, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => reduced;

    public T Between<T>(T x, T y, T level)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => x;

    public TVector BetweenLanes<TVector>(TVector x, TVector y, TVector level)
        where TVector : struct, IRegister<TVector> => x;

    public RowSums<T> Summands<T>(T u, T y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u);

    public RowSums<TVector> SummandLanes<TVector>(TVector u, TVector y)
        where TVector : struct, IRegister<TVector> => new(u);

    // Half of the sum of sums and half of the level, so that each counts.
    public T Result<T>(T level, RowSums<T> sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TForm.Of((sums.First + level) * T.CreateTruncating(0.5), count);
}

/// <summary>What becomes of the length of a row.</summary>
internal interface ILengthForm
{
    static abstract T Of<T>(T sum, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

internal abstract class Mean : ILengthForm
{
    public static T Of<T>(T sum, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sum / T.CreateTruncating(count);
}

internal abstract class Whole : ILengthForm
{
    public static T Of<T>(T sum, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sum;
}
