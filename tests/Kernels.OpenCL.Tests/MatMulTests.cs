using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>The product is the sum of products in every tile, for any strides, batches and depths, and with an epilogue it is its composition.</summary>
public sealed partial class MatMulTests
{
    // Thin, small and of long depth: every tile that sizes such as these choose, and depths in parts.
    private static readonly (int M, int K, int N)[] s_sizes =
    [
        (1, 1, 1), (1, 5, 3), (1, 700, 10), (1, 33, 300), (2, 300, 17), (5, 3, 2), (13, 4, 50), (17, 1, 40), (25, 40, 1), (40, 1000, 1), (30, 513, 20),
        (9, 20, 600), (200, 30, 9), (129, 30, 131), (1, 5000, 1), (33, 17, 65),
    ];

    [Fact]
    public void Sizes_of_every_kind_agree_with_the_reference()
    {
        foreach (var (m, k, n) in s_sizes)
        {
            using var sample = new Sample();
            Agree(Accelerator.Ferry, sample.Numbers<float>(Walk.Dense, m, k), sample.Numbers<float>(Walk.Dense, k, n), m, n);
            Agree(Accelerator.Ferry, sample.Numbers<float>(Walk.Transposed, m, k), sample.Numbers<float>(Walk.Transposed, k, n), m, n);
        }
    }

    [Fact]
    public void Strides_of_the_operands_change_nothing()
    {
        foreach (Walk left in Sample.Walks)
        {
            foreach (Walk right in Sample.Walks)
            {
                using var sample = new Sample();
                Agree(Accelerator.Ferry, sample.Numbers<float>(left, 7, 21), sample.Numbers<float>(right, 21, 39), 7, 39);
                Agree(Accelerator.Ferry, sample.Numbers<float>(left, 3, 2, 7, 10), sample.Numbers<float>(right, 3, 2, 10, 19), 3, 2, 7, 19);
                Agree(Accelerator.Ferry, sample.Numbers<float>(left, 5, 1, 10), sample.Numbers<float>(right, 5, 10, 19), 5, 1, 19);
                Agree(Accelerator.Ferry, sample.Numbers<float>(left, 5, 4, 10), sample.Numbers<float>(right, 5, 10, 1), 5, 4, 1);
            }
        }
    }

    [Fact]
    public void Double_agrees_with_the_reference()
    {
        Assert.SkipUnless(Accelerator.HasDouble, "the device has no float64");
        foreach (var (m, k, n) in new[] { (1, 5, 3), (33, 300, 20), (129, 30, 131) })
        {
            using var sample = new Sample();
            Agree(Accelerator.Ferry, sample.Numbers<double>(Walk.Dense, m, k), sample.Numbers<double>(Walk.Sliced, k, n), m, n);
        }
    }

    [Fact]
    public void Batches_that_share_a_matrix_agree_with_the_reference()
    {
        using var sample = new Sample();
        foreach (int m in new[] { 1, 2, 9 })
        {
            View<float> a = sample.Numbers<float>(Walk.Dense, m, 12), b = sample.Numbers<float>(Walk.Dense, 12, 20);
            var left = new View<float>(a.Buffer, new Layout([4, 3, m, 12], [0, 0, 12, 1]));
            var right = new View<float>(b.Buffer, new Layout([4, 3, 12, 20], [0, 0, 20, 1]));
            foreach (Walk walk in Sample.Walks)
            {
                Agree(Accelerator.Ferry, sample.Numbers<float>(walk, 4, 3, m, 12), right, 4, 3, m, 20);
                Agree(Accelerator.Ferry, left, sample.Numbers<float>(walk, 4, 3, 12, 20), 4, 3, m, 20);
            }
            Agree(Accelerator.Ferry, left, right, 4, 3, m, 20);
        }
    }

    [Theory]
    [InlineData(0, 3, 4)]
    [InlineData(3, 0, 4)]
    [InlineData(3, 4, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(0, 0, 0)]
    public void A_depth_of_nothing_gives_zeros_and_sizes_of_nothing_give_nothing(int m, int k, int n)
    {
        using var sample = new Sample();
        View<float> c = sample.Full(7f, Walk.Dense, m, n);
        Accelerator.Ferry.MatMul(sample.Numbers<float>(Walk.Dense, m, k), sample.Numbers<float>(Walk.Dense, k, n), c);
        Assert.All(Sample.Values(c), x => Assert.Equal(0f, x));
    }

    [Fact]
    public void Nothing_outside_C_is_written()
    {
        foreach (var (m, k, n) in s_sizes)
        {
            using var sample = new Sample();
            View<float> a = sample.Numbers<float>(Walk.Dense, m, k), b = sample.Numbers<float>(Walk.Dense, k, n);
            Sums.StayWithin([m, n], c => Accelerator.Ferry.MatMul(a, b, c));
        }
    }

    [Fact]
    public void Bias_and_activation_are_the_product_then_the_sum_then_the_activation()
    {
        foreach (int[] sizes in new int[][] { [1, 1, 7, 10, 19], [1, 1, 40, 1000, 1], [1, 1, 1, 300, 33], [3, 2, 7, 10, 19], [1, 5, 4, 10, 1], [1, 1, 3, 0, 4], [1, 1, 30, 700, 20] })
        {
            using var sample = new Sample();
            int[] batch = sizes[..2];
            View<float> a = sample.Numbers<float>(Walk.Dense, [.. batch, sizes[2], sizes[3]]), b = sample.Numbers<float>(Walk.Transposed, [.. batch, sizes[3], sizes[4]]);
            Composed(default(Relu), sample, a, b, 0, [.. batch, sizes[2], sizes[4]]);
        }
        // Another exponential than the reference's.
        using var last = new Sample();
        Composed(default(Sigmoid), last, last.Numbers<float>(Walk.Dense, 7, 10), last.Numbers<float>(Walk.Dense, 10, 19), 4, [7, 19]);
    }

    private static void Composed<TOp>(TOp op, Sample sample, View<float> a, View<float> b, double ulps, int[] shape)
        where TOp : struct, IUnaryOp
    {
        Device device = Accelerator.Ferry;
        int[] strides = new int[shape.Length];
        strides[^1] = 1;
        View<float> bias = sample.Numbers<float>(Walk.Dense, shape[^1]), broadcast = new(bias.Buffer, new Layout(shape, strides));
        View<float> fused = sample.Full(float.NaN, Walk.Dense, shape), product = sample.Full(float.NaN, Walk.Dense, shape);
        View<float> sum = sample.Full(float.NaN, Walk.Dense, shape), expected = sample.Full(float.NaN, Walk.Dense, shape);
        device.MatMul(op, a, b, bias, fused);
        device.MatMul(a, b, product);
        Sample.Reference.Zip(default(Add), product, broadcast, sum);
        Sample.Reference.Map(op, sum, expected);
        float[] x = Sample.Values(fused), y = Sample.Values(expected);
        for (int i = 0; i < x.Length; i++)
            Assert.True(Math.Abs((double)x[i] - y[i]) <= ulps * 2 * Sample.FloatUnit * Math.Abs(y[i]), $"{TOp.Name} {string.Join('x', shape)}, element {i}: {x[i]} instead of {y[i]}");
    }

    private static void Agree<T>(Device device, in View<T> a, in View<T> b, params int[] sizes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sums.Agree(device, $"{string.Join('x', a.Layout.Sizes.ToArray())} · {string.Join('x', b.Layout.Sizes.ToArray())}", a, b, a.Layout.Sizes[^1], sizes, (on, x, y, c) => on.MatMul(x, y, c));
}
