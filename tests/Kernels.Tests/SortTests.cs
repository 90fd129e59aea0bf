using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

/// <summary>Sorting: stable, NaN last in either direction, the same for any strides and any number of threads.</summary>
public sealed class SortTests
{
    private static readonly int[][] s_shapes = [[1], [2], [48], [49], [1000], [3, 5], [5, 300], [300, 5], [2, 3, 2, 3, 2], [4, 60, 3], [0, 3], [3, 0]];

    private static readonly double[] s_numbers =
        [double.NaN, double.NegativeInfinity, double.PositiveInfinity, -0.0, 0, 1, -1, double.MaxValue, -double.MaxValue, double.Epsilon, -double.Epsilon, -double.NaN, 256, 255, 65536, -65536, 1e-3, -1e-3];

    [Fact]
    public void Agrees_with_the_reference_along_every_axis()
    {
        Agree<float>();
        Agree<double>();
        Agree<int>();
    }

    private static void Agree<T>()
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
                    foreach (bool descending in new[] { false, true })
                    {
                        int[] expected = On(Sample.Reference, x, axis, descending, Walk.Dense);
                        foreach (Device device in Sample.Devices) Sample.Same(expected, On(device, x, axis, descending, Walk.Dense));
                        Sample.Same(expected, On(Sample.Devices[1], x, axis, descending, Walk.Transposed));
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(30)]
    [InlineData(3000)]
    public void Every_kind_of_number_stands_in_order(int n)
    {
        Ordered<float>(n);
        Ordered<double>(n);
        Ordered<int>(n);
        Ordered<byte>(n);
    }

    private static void Ordered<T>(int n)
        where T : unmanaged, INumber<T>
    {
        using var sample = new Sample();
        T[] x = new T[n];
        for (int i = 0; i < n; i++)
        {
            (uint a, uint b, uint c, _) = Philox.Block((ulong)i, 0, 3);
            double number = a % 3 == 0 ? s_numbers[b % s_numbers.Length] : BitConverter.UInt64BitsToDouble(((ulong)b << 32) | c);
            x[i] = typeof(T) == typeof(byte) ? T.CreateTruncating(b % 2) : typeof(T) == typeof(int) ? T.CreateTruncating((int)b) : T.CreateTruncating(number);
        }
        foreach (Device device in new Device[] { Sample.Devices[0], Sample.Reference })
        {
            foreach (bool descending in new[] { false, true })
            {
                int[] order = On(device, sample.Dense(x, n), 0, descending, Walk.Dense);
                Assert.Equal(Enumerable.Range(0, n), order.Order());
                for (int i = 1; i < n; i++)
                {
                    (T before, T after) = (x[order[i - 1]], x[order[i]]);
                    bool isTie = before == after || (T.IsNaN(before) && T.IsNaN(after)), isBefore = descending ? before > after : before < after;
                    Assert.True(isTie ? order[i - 1] < order[i] : isBefore || T.IsNaN(after), $"{before} stands before {after}");
                }
            }
        }
    }

    [Fact]
    public void Scratch_goes_back_to_the_pool()
    {
        using var sample = new Sample();
        var device = new CpuDevice(2);
        On(device, sample.Numbers<float>(Walk.Dense, 40, 5000), 1, descending: false, Walk.Dense);
        Assert.True(device.Memory.Acquired > 0);
        Assert.Equal(0, device.Memory.Live);
    }

    private static int[] On<T>(Device device, View<T> x, int axis, bool descending, Walk walk)
        where T : unmanaged, INumber<T>
    {
        using var sample = new Sample();
        var y = sample.Full(-1, walk, [.. x.Layout.Sizes]);
        device.ArgSort(x, axis, descending, y);
        return Sample.Values(y);
    }
}
