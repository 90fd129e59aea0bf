using System.Numerics;
using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Kernels.Tests.MatMul;

/// <summary>A product of matrices that lie in some way.</summary>
internal sealed record Factors(int Batch, int M, int K, int N, Walk Left, Walk Right)
{
    // Enough multiply-adds for four threads, and not too many for a test.
    private const int Enough = 2_200_000, Most = 4_000_000;

    private static readonly Gen<Walk> s_walk = Gen.Elements(Sample.Walks);

    // As many small sizes as large ones.
    private static readonly Gen<int> s_any = from log in Gen.Choose(0, 110) select (int)Math.Round(Math.Pow(2, log / 10.0));

    /// <summary>Small ones of any shape.</summary>
    internal static Arbitrary<Factors> Small { get; } = Arb.From(
        from batch in Gen.Choose(1, 3)
        from m in Gen.Choose(1, 40)
        from k in Gen.Choose(1, 80)
        from n in Gen.Choose(1, 70)
        from left in s_walk
        from right in s_walk
        select new Factors(batch, m, k, n, left, right), factors => factors.Smaller());

    /// <summary>Those that four threads share.</summary>
    internal static Arbitrary<Factors> Large { get; } = Arb.From(
        from batch in Gen.Elements(1, 1, 1, 2, 5)
        from m in s_any
        from k in s_any
        let n = (Enough + (batch * m * k) - 1) / (batch * m * k)
        where n > 0 && (long)batch * m * k * n <= Most
        from left in s_walk
        from right in s_walk
        select new Factors(batch, m, k, n, left, right));

    private IEnumerable<Factors> Smaller()
    {
        if (Batch > 1) yield return this with { Batch = 1 };
        if (M > 1) yield return this with { M = M / 2 };
        if (K > 1) yield return this with { K = K / 2 };
        if (N > 1) yield return this with { N = N / 2 };
        if (Left != Walk.Dense) yield return this with { Left = Walk.Dense };
        if (Right != Walk.Dense) yield return this with { Right = Walk.Dense };
    }
}

/// <summary>What holds for products of any shape.</summary>
public sealed class MatMulLaws
{
    [Fact]
    public void A_product_is_what_the_reference_gives() =>
        Prop.ForAll(Factors.Small, factors =>
        {
            using var sample = new Sample();
            MatMulTests.AgreesWithinBound(sample.Numbers<float>(factors.Left, factors.Batch, factors.M, factors.K),
                sample.Numbers<float>(factors.Right, factors.Batch, factors.K, factors.N), Sample.FloatUnit, factors.Batch, factors.M, factors.N);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    [Fact]
    public void Same_bits_for_any_number_of_threads_in_float() => SameBits<float>();

    [Fact]
    public void Same_bits_for_any_number_of_threads_in_double() => SameBits<double>();

    private static void SameBits<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Prop.ForAll(Factors.Large, factors =>
        {
            using var sample = new Sample();
            var a = sample.Numbers<T>(factors.Left, factors.Batch, factors.M, factors.K);
            var b = sample.Numbers<T>(factors.Right, factors.Batch, factors.K, factors.N);
            var bias = sample.Numbers<T>(Walk.Dense, factors.N);
            var c = sample.Full(T.Zero, Walk.Dense, factors.Batch, factors.M, factors.N);
            var plain = Sample.Devices.Select(device =>
            {
                device.MatMul(a, b, c);
                return Sample.Values(c);
            }).ToArray();
            var finished = Sample.Devices.Select(device =>
            {
                device.MatMul(default(Tanh), a, b, bias, c);
                return Sample.Values(c);
            }).ToArray();
            for (int i = 1; i < Sample.Devices.Length; i++)
            {
                Sample.Same(plain[0], plain[i]);
                Sample.Same(finished[0], finished[i]);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));
}
