using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

public sealed class ReduceTests
{
    private static readonly int[][] Shapes =
    [
        [], [1], [7], [8], [129], [1000], [3, 5], [1, 9], [64, 33], [5, 300], [1100, 12], [3, 4, 5], [2, 1, 17, 9], [2, 3, 2, 3, 2], [40000], [3, 17000],
    ];

    internal readonly struct Times : IReduction
    {
        public static string Name => "times";
        public static OpRecord Record => new(-1, 1);
        public T Identity<T>() where T : unmanaged, INumber<T> => T.One;
        public T Combine<T>(T x, T y) where T : unmanaged, INumber<T> => x * y;
        public Vector<T> Combine<T>(Vector<T> x, Vector<T> y) where T : unmanaged, INumber<T> => x * y;
    }

    [Fact]
    public void Sum_agrees_with_float64_within_its_bound_over_any_axes_and_strides()
    {
        SumAgrees<float>(Sample.FloatUnit);
        SumAgrees<double>(Sample.DoubleUnit);
    }

    private static void SumAgrees<T>(double unit)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ForAll<T>((x, sizes, kept) =>
        {
            T[] actual = On(Sample.Devices[1], default(Sum), x, kept), expected = On(Sample.Reference, default(Sum), x, kept);
            using var sample = new Sample();
            var absolute = sample.Dense([.. Sample.Values(x).Select(T.Abs)], sizes);
            T[] scale = On(Sample.Reference, default(Sum), absolute, kept);
            int n = x.Layout.Count / Math.Max(1, actual.Length);
            for (int i = 0; i < actual.Length; i++)
            {
                // The bound for float64 has to allow the reference's own error, which grows with n.
                double bound = (2 * Math.Log2(Math.Max(n, 1)) * unit + n * Sample.DoubleUnit + unit) * double.CreateTruncating(scale[i]);
                Assert.InRange(Math.Abs(double.CreateTruncating(actual[i]) - double.CreateTruncating(expected[i])), 0, bound);
            }
        });
    }

    [Fact]
    public void A_sum_whose_partial_sums_swamp_small_terms_stays_within_its_bound()
    {
        int n = Sample.Length(1 << 20);
        using var sample = new Sample();
        var values = new float[n];
        Array.Fill(values, 0.1f);
        values[0] = 1e6f;
        float sum = On(Sample.Devices[0], default(Sum), sample.Dense(values, n), [1])[0];
        double exact = 1e6 + (n - 1) * (double)0.1f;
        Assert.InRange(Math.Abs(sum - exact), 0, 2 * Math.Log2(n) * Sample.FloatUnit * exact);
    }

    [Fact]
    public void A_sum_of_sixteen_million_numbers_stays_within_its_bound()
    {
        int n = Sample.Length(1 << 24), side = 1 << (BitOperations.Log2((uint)n) / 2);
        using var sample = new Sample();
        float[] values = new float[n];
        double exact = 0, absolute = 0;
        for (int i = 0; i < n; i++)
        {
            // Cheap, irregular, of both signs and of sizes from 2^-15 to 2^15.
            uint bits = (uint)i * 2654435761;
            values[i] = MathF.ScaleB((int)(bits >> 8) - (1 << 23), (int)(bits & 31) - 38);
            exact += values[i];
            absolute += Math.Abs(values[i]);
        }
        var x = sample.Dense(values, n);
        foreach ((int[] sizes, int[] kept) in new[] { (new[] { n }, new[] { 1 }), ([side, side], [1, 1]), ([n / 2, 2], [1, 1]) })
        {
            float sum = On(Sample.Devices[1], default(Sum), new View<float>(x.Buffer, Layout.Contiguous(sizes)), kept)[0];
            Assert.InRange(Math.Abs(sum - exact), 0, 2 * Math.Log2(n) * Sample.FloatUnit * absolute);
        }
    }

    [Fact]
    public void Max_and_min_are_exact_over_any_axes_and_strides()
    {
        Exact<Max, float>();
        Exact<Min, float>();
        Exact<Max, double>();
        Exact<Max, int>();
        Exact<Min, int>();
        Exact<Sum, int>();
    }

    private static void Exact<TOp, T>()
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T> =>
        ForAll<T>((x, _, kept) => Sample.Same(On(Sample.Reference, default(TOp), x, kept), On(Sample.Devices[1], default(TOp), x, kept)));

    [Fact]
    public void A_product_agrees_with_the_reference()
    {
        using var sample = new Sample();
        foreach (Walk walk in Sample.Walks)
        {
            var x = sample.Numbers<double>(walk, 9, 21);
            foreach (int[] kept in new int[][] { [9, 1], [1, 21], [1, 1] })
            {
                double[] expected = On(Sample.Reference, default(Times), x, kept), actual = On(Sample.Devices[0], default(Times), x, kept);
                for (int i = 0; i < expected.Length; i++) Assert.InRange(actual[i], Low(expected[i]), High(expected[i]));
            }
        }

        static double Low(double x) => x - Math.Abs(x) * 1e-13;
        static double High(double x) => x + Math.Abs(x) * 1e-13;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(1001)]
    public void A_NaN_anywhere_makes_max_min_and_sum_NaN(int n)
    {
        using var sample = new Sample();
        for (int place = 0; place < n; place += Math.Max(1, n / 50))
        {
            float[] values = new float[n];
            values[place] = float.NaN;
            var row = sample.Dense(values, n, 1);
            Assert.True(float.IsNaN(On(Sample.Devices[0], default(Max), row, [1, 1])[0]));
            Assert.True(float.IsNaN(On(Sample.Devices[0], default(Min), row, [1, 1])[0]));
            Assert.True(float.IsNaN(On(Sample.Devices[0], default(Sum), row, [1, 1])[0]));
            var column = new View<float>(sample.Dense([.. values.SelectMany(v => Enumerable.Repeat(v, 9))], n, 9).Buffer, Layout.Contiguous([n, 9]));
            Assert.All(On(Sample.Devices[0], default(Max), column, [1, 9]), v => Assert.True(float.IsNaN(v)));
        }
    }

    [Fact]
    public void Infinities_and_the_lowest_integer_survive_max()
    {
        using var sample = new Sample();
        Assert.Equal(float.NegativeInfinity, On(Sample.Devices[0], default(Max), sample.Full(float.NegativeInfinity, Walk.Dense, 11), [1])[0]);
        Assert.Equal(int.MinValue, On(Sample.Devices[0], default(Max), sample.Full(int.MinValue, Walk.Dense, 11), [1])[0]);
        Assert.Equal(int.MaxValue, On(Sample.Devices[0], default(Min), sample.Full(int.MaxValue, Walk.Dense, 11), [1])[0]);
    }

    [Fact]
    public void Nothing_reduces_to_the_identity()
    {
        using var sample = new Sample();
        var nothing = sample.Full(5f, Walk.Dense, 3, 0);
        Assert.Equal([0f, 0f, 0f], On(Sample.Devices[0], default(Sum), nothing, [3, 1]));
        Assert.Equal([1f, 1f, 1f], On(Sample.Devices[0], default(Times), nothing, [3, 1]));
        Assert.Empty(On(Sample.Devices[0], default(Sum), nothing, [1, 0]));
    }

    [Fact]
    public void Same_bits_for_any_number_of_threads()
    {
        using var sample = new Sample();
        foreach (int[] sizes in Sample.Sizes([[1001], [3, 501], [90, 20], [300_001], [3, 100_003], [3000, 200], [200, 3000], [40, 50, 60]]))
        {
            foreach (Walk walk in new[] { Walk.Dense, Walk.Transposed, Walk.Sliced })
            {
                var x = sample.Numbers<float>(walk, sizes);
                foreach (int[] kept in Subsets(sizes))
                {
                    float[] one = On(Sample.Devices[0], default(Sum), x, kept);
                    Sample.Same(one, On(Sample.Devices[1], default(Sum), x, kept));
                    Sample.Same(one, On(Sample.Devices[2], default(Sum), x, kept));
                }
            }
        }
    }

    [Fact]
    public void Scratch_goes_back_to_the_pool()
    {
        using var sample = new Sample();
        var device = new CpuDevice(1);
        On(device, default(Sum), sample.Numbers<float>(Walk.Dense, 3, 100_000), [3, 1]);
        Assert.True(device.Memory.Acquired > 0);
        Assert.Equal(0, device.Memory.Live);
    }

    [Fact]
    public void Arg_reductions_agree_with_the_reference_along_every_axis()
    {
        foreach (int[] sizes in Sample.Sizes([.. Shapes.Where(s => s.Length > 0)]))
        {
            foreach (Walk walk in Sample.WalksOf(sizes))
            {
                using var sample = new Sample();
                for (int axis = 0; axis < sizes.Length; axis++)
                {
                    // Few distinct integers, so that ties are common.
                    ArgAgrees<ArgMax, int>(sample.Numbers<int>(walk, sizes), axis);
                    ArgAgrees<ArgMin, int>(sample.Numbers<int>(walk, sizes), axis);
                    ArgAgrees<ArgMax, float>(sample.Numbers<float>(walk, sizes), axis);
                }
            }
        }
    }

    [Fact]
    public void The_first_of_equals_and_the_first_NaN_win()
    {
        using var sample = new Sample();
        Assert.Equal([1], Arg<ArgMax, float>(Sample.Devices[0], sample.Dense([1f, 3, 3, 2], 4), 0));
        Assert.Equal([2], Arg<ArgMax, float>(Sample.Devices[0], sample.Dense([1f, 3, float.NaN, 9, float.NaN], 5), 0));
        Assert.Equal([2], Arg<ArgMin, float>(Sample.Devices[0], sample.Dense([1f, 3, float.NaN, 0, float.NaN], 5), 0));
        Assert.Equal([0], Arg<ArgMin, float>(Sample.Devices[0], sample.Dense([float.NaN, 3, 1], 3), 0));
    }

    private static void ArgAgrees<TOp, T>(View<T> x, int axis)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T> => Sample.Same(Arg<TOp, T>(Sample.Reference, x, axis), Arg<TOp, T>(Sample.Devices[1], x, axis));

    private static int[] Arg<TOp, T>(Device device, View<T> x, int axis)
        where TOp : struct, IArgReduction
        where T : unmanaged, INumber<T>
    {
        using var sample = new Sample();
        int[] sizes = [.. x.Layout.Sizes];
        sizes[axis] = 1;
        var y = sample.Full(-1, Walk.Dense, sizes);
        device.ArgReduce(default(TOp), x, axis, y);
        return Sample.Values(y);
    }

    private static void ForAll<T>(Action<View<T>, int[], int[]> law)
        where T : unmanaged, INumber<T>
    {
        foreach (int[] sizes in Sample.Sizes(Shapes))
        {
            foreach (Walk walk in Sample.WalksOf(sizes))
            {
                using var sample = new Sample();
                foreach (int[] kept in Subsets(sizes)) law(sample.Numbers<T>(walk, sizes), sizes, kept);
            }
        }
    }

    /// <summary>The sizes with every subset of the axes reduced.</summary>
    private static IEnumerable<int[]> Subsets(int[] sizes)
    {
        for (int subset = 0; subset < 1 << sizes.Length; subset++)
            yield return [.. sizes.Select((size, axis) => (subset >> axis & 1) == 1 ? 1 : size)];
    }

    private static T[] On<TOp, T>(Device device, TOp op, View<T> x, int[] kept)
        where TOp : struct, IReduction
        where T : unmanaged, INumber<T>
    {
        using var sample = new Sample();
        var y = sample.Full(T.CreateTruncating(77), Walk.Dense, kept);
        device.Reduce(op, x, y);
        return Sample.Values(y);
    }
}
