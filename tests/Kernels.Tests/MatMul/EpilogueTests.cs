using System.Numerics;

namespace DeepPuzzles.Kernels.Tests.MatMul;

/// <summary>The product with bias and activation is the product, then the sum, then the activation.</summary>
public sealed class EpilogueTests
{
    // Whether Map rounds as the epilogue does is its own affair.
    private const double Ulps = 4;

    public static TheoryData<int, int, int> AllSizes() => MatMulTests.AllSizes();

    [Theory]
    [MemberData(nameof(AllSizes))]
    public void Float_is_its_composition(int m, int k, int n) => IsComposition<float>(Sample.FloatUnit, [m, k], [k, n], [m, n]);

    [Theory]
    [MemberData(nameof(AllSizes))]
    public void Double_is_its_composition(int m, int k, int n) => IsComposition<double>(Sample.DoubleUnit, [m, k], [k, n], [m, n]);

    [Theory]
    [InlineData(0, 3, 4)]
    [InlineData(3, 0, 4)]
    [InlineData(3, 0, 1)]
    [InlineData(3, 4, 0)]
    public void Sizes_of_nothing(int m, int k, int n) => IsComposition<float>(Sample.FloatUnit, [m, k], [k, n], [m, n]);

    [Fact]
    public void Batches()
    {
        IsComposition<float>(Sample.FloatUnit, [3, 2, 7, 10], [3, 2, 10, 19], [3, 2, 7, 19]);
        IsComposition<double>(Sample.DoubleUnit, [5, 4, 10], [5, 10, 1], [5, 4, 1]);
        IsComposition<float>(Sample.FloatUnit, [5, 1, 10], [5, 10, 9], [5, 1, 9]);
        IsComposition<float>(Sample.FloatUnit, [2, 3, 0], [2, 0, 4], [2, 3, 4]);
    }

    [Fact]
    public void Nothing_outside_C_is_written()
    {
        foreach (var (m, k, n) in MatMulTests.Sizes)
        {
            using var sample = new Sample();
            var memory = sample.Full(42f, Walk.Dense, m * n + 64);
            var c = new View<float>(memory.Buffer, new Layout([m, n], [n, 1], 32));
            Sample.Devices[2].MatMul(default(Relu), sample.Numbers<float>(Walk.Dense, m, k), sample.Numbers<float>(Walk.Dense, k, n), sample.Numbers<float>(Walk.Dense, n), c);
            float[] all = Sample.Values(memory);
            Assert.All(all[..32].Concat(all[^32..]), x => Assert.Equal(42f, x));
        }
    }

    private static void IsComposition<T>(double unit, int[] sizesA, int[] sizesB, int[] sizesC)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Walk right in new[] { Walk.Dense, Walk.Transposed, Walk.Sliced })
        {
            using var sample = new Sample();
            var (a, b) = (sample.Numbers<T>(Walk.Dense, sizesA), sample.Numbers<T>(right, sizesB));
            var bias = sample.Numbers<T>(Walk.Dense, sizesC[^1]);
            Same(sample, default(Identity), a, b, bias, unit, sizesC);
            Same(sample, default(Relu), a, b, bias, unit, sizesC);
            Same(sample, default(Sigmoid), a, b, bias, unit, sizesC);
        }
    }

    // The CPU's against its own composition, the reference's against its own: what lies between the two is the product's rounding.
    private static void Same<TOp, T>(Sample sample, TOp op, in View<T> a, in View<T> b, in View<T> bias, double unit, int[] sizes)
        where TOp : struct, IUnaryOp
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] strides = new int[sizes.Length];
        strides[^1] = 1;
        var broadcast = new View<T>(bias.Buffer, new Layout(sizes, strides, bias.Layout.Offset));
        foreach (Device device in new Device[] { Sample.Devices[1], Sample.Reference })
        {
            var (fused, product) = (sample.Full(T.NaN, Walk.Dense, sizes), sample.Full(T.NaN, Walk.Dense, sizes));
            var (sum, expected) = (sample.Full(T.NaN, Walk.Dense, sizes), sample.Full(T.NaN, Walk.Dense, sizes));
            device.MatMul(op, a, b, bias, fused);
            device.MatMul(a, b, product);
            device.Zip(default(Add), product, broadcast, sum);
            device.Map(op, sum, expected);
            T[] x = Sample.Values(fused), y = Sample.Values(expected);
            for (int i = 0; i < x.Length; i++)
            {
                double correct = double.CreateTruncating(y[i]), error = Math.Abs(double.CreateTruncating(x[i]) - correct);
                Assert.True(error <= Ulps * 2 * unit * Math.Abs(correct), $"{TOp.Name} on {device.Name}, element {i}: {x[i]} instead of {y[i]}");
            }
        }
    }
}
