using System.Text;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

/// <summary>A named source of random numbers: seed and name fix every draw, on every device and for any number of threads, and draws from one
/// stream never move another's. Counter-based (Philox4x32-10): the n-th draw of a stream is a function of seed, name and n. A stream counts its
/// draws, so threads must not share one; give each a <see cref="Child"/>.</summary>
public sealed partial class RandomStream
{
    private readonly ulong _key;
    private ulong _draw;

    /// <summary>The stream of that name under that seed.</summary>
    /// <param name="seed">Any number; the same seed gives the same numbers.</param>
    /// <param name="name">What the numbers are for: "weights", "order", "noise", …</param>
    /// <param name="device">Where its tensors are made.</param>
    public RandomStream(ulong seed, string name, Device? device = null)
    {
        Seed = seed;
        Name = name;
        Device = device ?? CpuDevice.Default;
        _key = Key(seed, name);
    }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>What the numbers are for.</summary>
    public string Name { get; }

    /// <summary>Where its tensors are made. It may be set: the draws go on from where they are.</summary>
    public Device Device { get; set; }

    /// <summary>How many draws were made: the number of the next one. Set it to go back, or to go on where another run stopped.</summary>
    public ulong Position
    {
        get => _draw;
        set => _draw = value;
    }

    /// <summary>A stream of its own for a part of the work: the name continues after a slash.</summary>
    public RandomStream Child(string name) => new(Seed, $"{Name}/{name}", Device);

    /// <summary>Independent uniform numbers from low to high: low + (high - low)·u with u in [0, 1). Rounding may give high itself unless low is 0.</summary>
    /// <exception cref="TensorException">Low is above high, or they or their distance are not finite; or the dtype is no float.</exception>
    public Tensor Uniform(Shape shape, double low = 0, double high = 1, DType dtype = DType.Float32) => low <= high && double.IsFinite(high - low)
        ? Fill(default(Uniform), shape, dtype) * (high - low) + low
        : throw new TensorException(FormattableString.Invariant($"uniform: from {low} to {high}; both and their distance are finite, and the first is not above the second"));

    /// <summary>Independent normal numbers.</summary>
    /// <exception cref="TensorException">The mean is not finite, or the standard deviation not a number of at least 0; or the dtype is no float.</exception>
    public Tensor Normal(Shape shape, double mean = 0, double standardDeviation = 1, DType dtype = DType.Float32) =>
        double.IsFinite(mean) && standardDeviation >= 0 && double.IsFinite(standardDeviation)
            ? Fill(default(Normal), shape, dtype) * standardDeviation + mean
            : throw new TensorException(FormattableString.Invariant($"normal: a mean of {mean} and a standard deviation of {standardDeviation}; both are finite, and the second is at least 0"));

    /// <summary>Independent truth values.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="probability">Of true.</param>
    /// <exception cref="TensorException">Not from 0 to 1.</exception>
    public Tensor Bernoulli(Shape shape, double probability) => probability is >= 0 and <= 1
        ? Fill(default(Uniform), shape, DType.Float64).Less(probability)
        : throw new TensorException(FormattableString.Invariant($"bernoulli: a probability of {probability}; it goes from 0 to 1"));

    /// <summary>Independent whole numbers from 0 to bound - 1, int32. The bias of a number is below bound / 2^53.</summary>
    /// <exception cref="TensorException">A bound below 1.</exception>
    public Tensor Integers(Shape shape, int bound) => (Fill(default(Uniform), shape, DType.Float64) * AtLeastOne(bound)).To(DType.Int32);

    /// <summary>The numbers 0 … count - 1 in random order (Fisher and Yates).</summary>
    /// <exception cref="TensorException">A count below 0.</exception>
    public int[] Permutation(int count)
    {
        NotNegative(count);
        int[] order = [.. Enumerable.Range(0, count)];
        double[] draws = HostUniform(count);
        for (int i = count - 1; i > 0; i--)
        {
            int j = (int)(draws[i] * (i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>One whole number from 0 to bound - 1.</summary>
    /// <exception cref="TensorException">A bound below 1.</exception>
    public int Next(int bound) => (int)(NextDouble() * AtLeastOne(bound));

    /// <summary>One uniform number in [0, 1).</summary>
    public double NextDouble() => HostUniform(1)[0];

    /// <summary>Uniform numbers in [0, 1) as an array.</summary>
    /// <exception cref="TensorException">A count below 0.</exception>
    public double[] HostUniform(int count)
    {
        NotNegative(count);
        var numbers = new double[count];
        ulong draw = NextDraw();
        for (int i = 0; i < count; i++)
        {
            var words = Philox.Block((ulong)i / 2, draw, _key);
            numbers[i] = i % 2 == 0 ? default(Uniform).Apply<double, uint>(words.W0, words.W1) : default(Uniform).Apply<double, uint>(words.W2, words.W3);
        }
        return numbers;
    }

    private static int AtLeastOne(int bound) => bound >= 1 ? bound : throw new TensorException($"random: there is no whole number from 0 to {bound} - 1; the bound must be at least 1");

    private static void NotNegative(int count)
    {
        if (count < 0) throw new TensorException($"random: {count} numbers; there are 0 or more");
    }

    private Tensor Fill<TOp>(TOp distribution, Shape shape, DType dtype)
        where TOp : struct, IDistribution
    {
        Tensor y = Tensor.Empty(shape, dtype, Device);
        switch (dtype)
        {
            case DType.Float32: Device.Random(distribution, _key, NextDraw(), y.ReadView<float>()); break;
            case DType.Float64: Device.Random(distribution, _key, NextDraw(), y.ReadView<double>()); break;
            default: throw new TensorException($"random: {dtype.Name()} {shape}: draw float32 or float64, or use Integers or Bernoulli");
        }
        return y;
    }

    // FNV-1a over the name, then two rounds of a bijective mix with the seed, so that neither neighbouring seeds nor similar names meet.
    private static ulong Key(ulong seed, string name)
    {
        ulong hash = 14695981039346656037;
        foreach (byte letter in Encoding.UTF8.GetBytes(name)) hash = (hash ^ letter) * 1099511628211;
        return Mix(Mix(seed) ^ hash);
    }

    // The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
