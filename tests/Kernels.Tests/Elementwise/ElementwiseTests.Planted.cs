using System.Numerics;

namespace DeepPuzzles.Kernels.Tests.Elementwise;

// What is planted in the SIMD forms, which only the processor runs.
public sealed partial class ElementwiseTests
{
    /// <summary>A wrong SIMD form, 1e-3 off in one lane, must not pass the checks that the real ops pass.</summary>
    [Fact]
    public void A_planted_wrong_vector_form_is_caught()
    {
        Assert.Contains("ULP", OpCheck.Values<WrongLane, float>(default, Math.Sin), StringComparison.Ordinal);
        Assert.Contains("ULP", OpCheck.Values<WrongLane, double>(default, Math.Sin), StringComparison.Ordinal);
        Assert.NotNull(OpCheck.Layouts<WrongLane, float>(default));
        Assert.NotNull(OpCheck.Extremes<LosesNaN, float>(default));
        Assert.NotNull(OpCheck.Pairs<WrongPair, double>(default));
        Assert.Null(OpCheck.Values<Sin, float>(default, Math.Sin));
    }

    private readonly struct WrongLane : IUnaryOp
    {
        public static string Name => "wrong lane";

        public static OpRecord Record => new(-10, 10, Ulp: 4);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Sin(x);

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Vector<T> y = default(Sin).Apply(x);
            return y.WithElement(1, y[1] * T.CreateTruncating(1.001));
        }
    }

    private readonly struct LosesNaN : IUnaryOp
    {
        public static string Name => "loses nan";

        public static OpRecord Record => new(-10, 10);

        public T Apply<T>(T x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Max(x, T.Zero);

        public Vector<T> Apply<T>(Vector<T> x)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, Vector<T>.Zero);
    }

    private readonly struct WrongPair : IBinaryOp
    {
        public static string Name => "wrong pair";

        public static OpRecord Record => new(-10, 10);

        public T Apply<T>(T x, T y)
            where T : unmanaged, INumber<T> => x + y;

        public Vector<T> Apply<T>(Vector<T> x, Vector<T> y)
            where T : unmanaged, INumber<T> => (x + y).WithElement(1, x[1] - y[1]);
    }
}
