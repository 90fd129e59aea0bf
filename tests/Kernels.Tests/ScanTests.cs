using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Running totals: the bits of the reference, for any strides and any number of threads.</summary>
public sealed class ScanTests
{
    private static readonly int[][] s_shapes = [[1], [7], [1000], [3, 5], [5, 300], [300, 5], [40, 33], [3, 1, 9], [2, 3, 2, 3, 2], [4, 260, 3], [3, 70, 41], [0, 3], [3, 0], [70_000], [60, 1001]];

    [Fact]
    public void Agrees_with_the_reference_bit_for_bit_along_every_axis()
    {
        Agree<Sum, float>();
        Agree<Sum, double>();
        Agree<Sum, int>();
        Agree<Prod, float>();
        Agree<Prod, int>();
        Agree<Max, double>();
    }

    private static void Agree<TOp, T>()
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        foreach (int[] sizes in Sample.Sizes(s_shapes))
        {
            foreach (Walk walk in Sample.WalksOf(sizes))
            {
                using var sample = new Sample();
                var x = sample.Numbers<T>(walk, sizes);
                for (int axis = 0; axis < sizes.Length; axis++)
                {
                    T[] expected = On<TOp, T>(Sample.Reference, x, axis, Walk.Dense);
                    foreach (Device device in Sample.Devices) Sample.Same(expected, On<TOp, T>(device, x, axis, Walk.Dense));
                    Sample.Same(expected, On<TOp, T>(Sample.Devices[1], x, axis, Walk.Transposed));
                }
            }
        }
    }

    /// <summary>In float32 the sum would stop to grow at 2^24.</summary>
    [Fact]
    public void A_long_sum_loses_nothing()
    {
        const int n = (1 << 24) + 1000;
        using var sample = new Sample();
        float[] y = On<Sum, float>(Sample.Devices[0], sample.Full(1f, Walk.Dense, n), 0, Walk.Dense);
        Assert.Equal(n, y[^1]);
        Assert.Equal(12345, y[12344]);
    }

    [Fact]
    public void NaN_stays_and_infinities_of_both_signs_make_one()
    {
        using var sample = new Sample();
        foreach (Device device in new Device[] { Sample.Reference, Sample.Devices[0] })
        {
            Assert.Equal([1f, float.NaN, float.NaN], On<Sum, float>(device, sample.Dense([1f, float.NaN, 2], 3), 0, Walk.Dense));
            Assert.Equal([float.PositiveInfinity, float.NaN, float.NaN], On<Sum, float>(device, sample.Dense([float.PositiveInfinity, float.NegativeInfinity, 2], 3), 0, Walk.Dense));
            Assert.Equal([2f, 0, 0, float.NaN], On<Prod, float>(device, sample.Dense([2f, 0, 5, float.PositiveInfinity], 4), 0, Walk.Dense));
            Assert.Equal([int.MaxValue, int.MinValue], On<Sum, int>(device, sample.Dense([int.MaxValue, 1], 2), 0, Walk.Dense));
        }
    }

    private static T[] On<TOp, T>(Device device, View<T> x, int axis, Walk walk)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        using var sample = new Sample();
        var y = sample.Full(T.CreateTruncating(77), walk, [.. x.Layout.Sizes]);
        device.Scan(default(TOp), x, axis, y);
        return Sample.Values(y);
    }
}
