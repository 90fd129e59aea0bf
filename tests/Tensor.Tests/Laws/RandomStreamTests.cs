using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors.Tests.Laws;

/// <summary>A draw is a function of seed, name and its number, and nothing else. The golden numbers come from a second implementation, of
/// Philox, FNV-1a and SplitMix64's finaliser in another language.</summary>
public sealed class RandomStreamTests
{
    private const int Many = 100_000;

    /// <summary>A moment of many draws lies within this many standard errors of its expectation; a failure by chance has odds of 1 in 10^8.</summary>
    private const double StandardErrors = 6;

    private static RandomStream Weights => new(1000, "weights");

    [Fact]
    public void Golden_uniform_numbers()
    {
        RandomStream stream = Weights;
        Assert.Equal([0.37797755f, 0.27858078f, 0.14688432f, 0.28128415f], stream.Uniform([4]).ToArray<float>());
        Assert.Equal([0.5817193215029244, 0.44849560307776193, 0.5472580703157109, 0.24172733130873547], stream.Uniform([2, 2], dtype: DType.Float64).ToArray<double>());
        Assert.Equal([0.18086205221041995, 0.49060242424992306], new RandomStream(1001, "weights").HostUniform(2));
        Assert.Equal(0.7900631094027795, new RandomStream(1000, "order").NextDouble());
    }

    [Fact]
    public void Golden_normal_numbers()
    {
        double[] expected = [-0.7408432412503932, -1.2097795211907996, -1.8364608916559098, 1.2250636157189794];
        double[] doubles = Weights.Normal([4], dtype: DType.Float64).ToArray<double>(), floats = Weights.Normal([4]).To(DType.Float64).ToArray<double>();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], doubles[i], 1e-14);
            Assert.Equal(expected[i], floats[i], 1e-6);
        }
    }

    [Fact]
    public void Golden_permutation() => Assert.Equal([0, 1, 2, 6, 3, 4, 7, 5], new RandomStream(1000, "order").Permutation(8));

    [Fact]
    public void Draws_depend_neither_on_the_device_nor_on_threads_nor_on_the_shape()
    {
        float[] expected = Weights.Normal([30_000]).ToArray<float>();
        Assert.Equal(expected, new RandomStream(1000, "weights", new CpuDevice(4)).Normal([30_000]).ToArray<float>());
        Assert.Equal(expected, Weights.Normal([100, 300]).ToArray<float>());
        Assert.Equal(expected[..777], Weights.Normal([777]).ToArray<float>());
        double[] uniform = Weights.Uniform([1001], dtype: DType.Float64).ToArray<double>();
        Assert.Equal(uniform, new RandomStream(1000, "weights", new ReferenceDevice()).Uniform([1001], dtype: DType.Float64).ToArray<double>());
        Assert.Equal(uniform, Weights.HostUniform(1001));
    }

    [Fact]
    public void A_draw_moves_only_its_own_stream()
    {
        RandomStream first = Weights, other = new(1000, "order");
        other.Permutation(100);
        first.Uniform([3]);
        double[] second = first.HostUniform(3);
        RandomStream again = Weights;
        again.Normal([50]);
        Assert.Equal(second, again.HostUniform(3));
        Assert.NotEqual(Weights.HostUniform(3), second);
    }

    /// <summary>The same draws may record inside themselves, and others between: each has what was drawn within it.</summary>
    [Fact]
    public void Recordings_may_enclose_themselves()
    {
        RandomStream stream = Weights, late = new(1000, "late");
        RandomStream.Draws outer = new(), inner = new();
        double[] drawn, again;
        double first;
        using (outer.Record())
        {
            first = stream.NextDouble();
            using (inner.Record())
            using (outer.Record()) drawn = stream.HostUniform(3);
            _ = late.NextDouble();
        }
        using (inner.Repeat()) again = stream.HostUniform(3);
        Assert.Equal(drawn, again);
        using (outer.Repeat())
        {
            Assert.Equal(first, stream.NextDouble());
            Assert.Equal(new RandomStream(1000, "late").NextDouble(), late.NextDouble());
        }
    }

    [Fact]
    public void A_child_is_the_stream_of_the_longer_name() =>
        Assert.Equal(new RandomStream(1000, "weights/layer 1").HostUniform(5), Weights.Child("layer 1").HostUniform(5));

    [Fact]
    public void Streams_of_neighbouring_seeds_and_similar_names_are_uncorrelated()
    {
        RandomStream[] streams = [Weights, new(1001, "weights"), new(1000, "weightt"), new(1000, "Weights"), Weights.Child("a"), Weights.Child("b")];
        double[][] draws = [.. streams.Select(stream => stream.HostUniform(20_000))];
        double[] second = streams[0].HostUniform(20_000);
        foreach ((double[] x, double[] y) in draws.SelectMany((x, i) => draws[(i + 1)..].Select(y => (x, y))).Append((draws[0], second)))
        {
            double correlation = x.Zip(y, (a, b) => (a - 0.5) * (b - 0.5)).Average() * 12;
            Assert.InRange(correlation * Math.Sqrt(x.Length), -StandardErrors, StandardErrors);
        }
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void Moments(DType dtype)
    {
        Tensor uniform = Weights.Uniform([Many], -1, 3, dtype).To(DType.Float64), normal = Weights.Normal([Many], 2, 3, dtype).To(DType.Float64);
        Assert.True(uniform.Min().Item() >= -1 && uniform.Max().Item() < 3);
        Near(1, 4 / Math.Sqrt(12), uniform);
        Near(16 / 12.0, 16 / Math.Sqrt(180), (uniform - 1).Square());
        Tensor z = (normal - 2) / 3;
        Near(0, 1, z);
        Near(1, Math.Sqrt(2), z.Square());
        Near(0, Math.Sqrt(15), z.Pow(3));
        Near(3, Math.Sqrt(96), z.Pow(4));
        Near(0, 1, z[..^1] * z[1..]);
    }

    private static void Near(double mean, double deviation, Tensor draws) =>
        Assert.InRange((draws.Mean().Item() - mean) / deviation * Math.Sqrt(draws.Count), -StandardErrors, StandardErrors);

    [Fact]
    public void Truth_values_and_whole_numbers()
    {
        double share = Weights.Bernoulli([Many], 0.3).To(DType.Float64).Mean().Item();
        Assert.InRange((share - 0.3) / Math.Sqrt(0.21 / Many), -StandardErrors, StandardErrors);
        int[] counts = new int[7];
        foreach (int x in Weights.Integers([Many], 7).ToArray<int>()) counts[x]++;
        Assert.All(counts, count => Assert.InRange((count - Many / 7.0) / Math.Sqrt(Many * 6 / 49.0), -StandardErrors, StandardErrors));
        RandomStream stream = Weights;
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(stream.Next(3), 0, 2));
    }

    [Fact]
    public void A_permutation_has_every_number_once_and_all_orders_are_equally_likely()
    {
        Assert.Equal(Enumerable.Range(0, 1000), Weights.Permutation(1000).Order());
        Assert.Empty(Weights.Permutation(0));
        const int Rounds = 6000, Orders = 6;
        RandomStream stream = Weights;
        Dictionary<string, int> seen = Enumerable.Range(0, Rounds).Select(_ => string.Join(' ', stream.Permutation(3))).CountBy(order => order).ToDictionary();
        Assert.Equal(Orders, seen.Count);
        double expected = Rounds / (double)Orders, spread = Math.Sqrt(Rounds * (Orders - 1.0) / (Orders * Orders));
        Assert.All(seen.Values, count => Assert.InRange((count - expected) / spread, -StandardErrors, StandardErrors));
    }
}
