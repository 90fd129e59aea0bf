using System.Numerics;

namespace DeepPuzzles.Kernels.Tests.Update;

// What is planted in the SIMD forms, which only the processor runs.
public sealed partial class UpdateTests
{
    [Fact]
    public void A_planted_wrong_vector_form_is_caught() => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Agrees<Forgetful, float>(default));

    private readonly struct Forgetful : IUpdateOp
    {
        public static string Name => "forgetful";
        public static OpRecord Record => new(-1, 1);
        public static int States => 1;
        public Coefficients<double> Coefficients => new(1, 0, 1);
        public Cell<T> Apply<T>(Cell<T> cell, T gradient, in Coefficients<T> c) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(cell.Weight - gradient, cell.First + gradient);
        public Cell<Vector<T>> Apply<T>(Cell<Vector<T>> cell, Vector<T> gradient, in Coefficients<Vector<T>> c) where T : unmanaged, IBinaryFloatingPointIeee754<T> => new(cell.Weight - gradient, gradient);
    }
}
