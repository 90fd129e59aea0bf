using System.Numerics;

namespace DeepPuzzles.Kernels.Tests.Rows;

// What is planted in the SIMD forms, which only the processor runs.
public sealed partial class RowTests
{
    /// <summary>A SIMD form that is wrong in one lane must not pass.</summary>
    [Fact]
    public void A_planted_wrong_vector_form_is_caught()
    {
        Assert.NotNull(Map<WrongLanes, Sum, float>(default));
        Assert.NotNull(Map<WrongLanes, Sum, double>(default));
    }

    private readonly struct WrongLanes : IRowMap<Sum>
    {
        public static string Name => "wrong lanes";
        public static OpRecord Record => new(-1, 1, Ulp: 16);
        public static bool HasLevel => true;
        public static int Sums => 1;
        public T Level<T>(T reduced, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T> => reduced;
        public T Between<T>(T x, T y, T level) where T : unmanaged, IBinaryFloatingPointIeee754<T> => x - level;
        public TVector BetweenLanes<TVector>(TVector x, TVector y, TVector level) where TVector : struct, IRegister<TVector> => TVector.Select(TVector.Less(x, TVector.Zero), x, x - level);
        public RowSums<T> Summands<T>(T u, T y) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(u);
        public RowSums<TVector> SummandLanes<TVector>(TVector u, TVector y) where TVector : struct, IRegister<TVector> => new(u);
        public RowSums<T> Settle<T>(RowSums<T> sums, int count) where T : unmanaged, IBinaryFloatingPointIeee754<T> => sums;
        public T Apply<T>(T u, T y, RowSums<T> settled) where T : unmanaged, IBinaryFloatingPointIeee754<T> => u;
        public TVector ApplyLanes<TVector>(TVector u, TVector y, RowSums<TVector> settled) where TVector : struct, IRegister<TVector> => u;
    }
}
