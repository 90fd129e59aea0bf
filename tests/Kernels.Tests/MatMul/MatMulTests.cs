using System.Numerics;

namespace DeepPuzzles.Kernels.Tests.MatMul;

/// <summary>Every path of the product is the sum of products, for any strides.</summary>
public sealed class MatMulTests
{
    // Sizes around the edges of every path: tile (6 or 12 rows, 2 registers of up to 16), rows one by one, dot products (48 rows, 8 of depth for each),
    // products without sharing out, depth block (256 or 512), unpacked rows and columns (128), chunk of columns.
    internal static readonly (int M, int K, int N)[] Sizes =
    [
        (1, 1, 1), (1, 5, 3), (1, 100, 10), (1, 33, 300), (1, 70, 1029), (2, 300, 17), (3, 31, 64), (4, 9, 100), (5, 3, 2), (6, 16, 16),
        (7, 257, 33), (13, 4, 50), (13, 5, 50), (17, 1, 40), (25, 40, 1), (30, 513, 20), (64, 64, 64), (130, 20, 41), (300, 260, 9), (9, 20, 2100),
        (8, 8, 8), (11, 90, 31), (12, 32, 32), (24, 7, 129), (5, 41, 6), (48, 385, 5), (49, 393, 5), (129, 30, 131), (200, 3, 150), (13, 300, 130),
    ];

    public static TheoryData<int, int, int> AllSizes()
    {
        var data = new TheoryData<int, int, int>();
        foreach (var (m, k, n) in Sizes) data.Add(m, k, n);
        return data;
    }

    [Theory]
    [MemberData(nameof(AllSizes))]
    public void Float_agrees_with_the_reference_for_any_strides(int m, int k, int n) => AgreesForAnyStrides<float>(m, k, n, Sample.FloatUnit);

    [Theory]
    [MemberData(nameof(AllSizes))]
    public void Double_agrees_with_the_reference_for_any_strides(int m, int k, int n) => AgreesForAnyStrides<double>(m, k, n, Sample.DoubleUnit);

    private static void AgreesForAnyStrides<T>(int m, int k, int n, double unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (Walk left in Sample.Walks)
        {
            foreach (Walk right in Sample.Walks)
            {
                using var sample = new Sample();
                AgreesWithinBound(sample.Numbers<T>(left, m, k), sample.Numbers<T>(right, k, n), unit, m, n);
            }
        }
    }

    [Fact]
    public void Batches_agree_with_the_reference_for_any_strides()
    {
        foreach (Walk left in Sample.Walks)
        {
            foreach (Walk right in Sample.Walks)
            {
                using var sample = new Sample();
                AgreesWithinBound(sample.Numbers<float>(left, 3, 2, 7, 10), sample.Numbers<float>(right, 3, 2, 10, 19), Sample.FloatUnit, 3, 2, 7, 19);
                AgreesWithinBound(sample.Numbers<float>(left, 5, 1, 10), sample.Numbers<float>(right, 5, 10, 19), Sample.FloatUnit, 5, 1, 19);
                AgreesWithinBound(sample.Numbers<float>(left, 5, 4, 10), sample.Numbers<float>(right, 5, 10, 1), Sample.FloatUnit, 5, 4, 1);
            }
        }
    }

    [Fact]
    public void Batches_that_share_one_matrix_agree_with_the_reference()
    {
        using var sample = new Sample();
        foreach (int m in new[] { 1, 2, 9 })
        {
            var b = sample.Numbers<float>(Walk.Dense, 12, 20);
            var shared = new View<float>(b.Buffer, new Layout([4, 3, 12, 20], [0, 0, 20, 1]));
            foreach (Walk walk in Sample.Walks) AgreesWithinBound(sample.Numbers<float>(walk, 4, 3, m, 12), shared, Sample.FloatUnit, 4, 3, m, 20);
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
        var c = sample.Full(7f, Walk.Dense, m, n);
        Sample.Devices[1].MatMul(sample.Numbers<float>(Walk.Dense, m, k), sample.Numbers<float>(Walk.Dense, k, n), c);
        Assert.All(Sample.Values(c), x => Assert.Equal(0f, x));
    }

    [Fact]
    public void Nothing_outside_C_is_written()
    {
        foreach (var (m, k, n) in Sizes)
        {
            using var sample = new Sample();
            var memory = sample.Full(42f, Walk.Dense, m * n + 64);
            var c = new View<float>(memory.Buffer, new Layout([m, n], [n, 1], 32));
            Sample.Devices[2].MatMul(sample.Numbers<float>(Walk.Dense, m, k), sample.Numbers<float>(Walk.Dense, k, n), c);
            float[] all = Sample.Values(memory);
            Assert.All(all[..32].Concat(all[^32..]), x => Assert.Equal(42f, x));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_product_allocates_nothing_and_gives_its_scratch_back(int threads)
    {
        using var sample = new Sample();
        var device = new CpuDevice(threads);
        var a = sample.Numbers<float>(Walk.Dense, 150, 160);
        var b = sample.Numbers<float>(Walk.Transposed, 160, 170);
        var c = sample.Full(0f, Walk.Dense, 150, 170);
        device.MatMul(a, b, c);
        long allocated = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            // The first time that two threads need scratch at once, the pool grows; a cost per call would show in every round.
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++) device.MatMul(a, b, c);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, allocated);
        Assert.Equal(0, device.Memory.Live);
    }

    // |c - exact| ≤ k·u·Σ|a||b| for sums in any order; the float64 reference adds an error of its own, and rounds once more.
    internal static void AgreesWithinBound<T>(in View<T> a, in View<T> b, double unit, params int[] sizes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var sample = new Sample();
        int k = a.Layout.Sizes[^1];
        var (actual, expected, scale) = (sample.Full(T.NaN, Walk.Dense, sizes), sample.Full(T.NaN, Walk.Dense, sizes), sample.Full(T.NaN, Walk.Dense, sizes));
        Sample.Devices[1].MatMul(a, b, actual);
        Sample.Reference.MatMul(a, b, expected);
        Sample.Reference.MatMul(Absolute(sample, a), Absolute(sample, b), scale);
        T[] x = Sample.Values(actual), y = Sample.Values(expected), s = Sample.Values(scale);
        for (int i = 0; i < x.Length; i++)
        {
            double error = Math.Abs(double.CreateTruncating(x[i]) - double.CreateTruncating(y[i]));
            Assert.True(error <= 2 * (k + 1) * unit * double.CreateTruncating(s[i]), $"element {i}: {x[i]} instead of {y[i]}, Σ|a||b| {s[i]}");
        }
    }

    private static View<T> Absolute<T>(Sample sample, in View<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => sample.Dense([.. Sample.Values(x).Select(T.Abs)], [.. x.Layout.Sizes]);
}
