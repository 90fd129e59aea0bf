using System.Numerics;

namespace DeepPuzzles.Kernels.Tests;

public sealed class RandomTests
{
    private const ulong Key = 0x0123456789ABCDEF;
    private const int Many = 200_000;

    // Random123's known answers: counter, key → words.
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x85a308d3_243f6a88UL, 0x03707344_13198a2eUL, 0x299f31d0_a4093822UL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Philox_gives_the_known_answers(ulong low, ulong high, ulong key, uint w0, uint w1, uint w2, uint w3) =>
        Assert.Equal((w0, w1, w2, w3), Philox.Block(low, high, key));

    [Fact]
    public void Every_device_and_layout_draws_the_same_numbers()
    {
        SameEverywhere<Uniform, float>();
        SameEverywhere<Normal, float>();
        SameEverywhere<Normal, double>();
    }

    private static void SameEverywhere<TOp, T>()
        where TOp : struct, IDistribution
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (int[] sizes in new int[][] { [], [1], [0], [7, 3], [5, 1001], [3, 2, 30_001] })
        {
            // The number of a draw has 64 bits.
            foreach (ulong draw in new[] { 3UL, 5UL << 32 })
            {
                T[] expected = Draw<TOp, T>(Sample.Reference, Walk.Dense, draw, sizes);
                foreach (var device in Sample.Devices)
                    foreach (Walk walk in new[] { Walk.Dense, Walk.Transposed, Walk.Sliced, Walk.Reversed })
                        Same<TOp, T>(expected, Draw<TOp, T>(device, walk, draw, sizes));
            }
        }
    }

    // The integer bits are the same everywhere; what functions make of them is as near as the device's functions are.
    private static void Same<TOp, T>(T[] expected, T[] actual)
        where TOp : struct, IDistribution
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(TOp) == typeof(Uniform) || Sample.FunctionUlp == 0)
        {
            Sample.Same(expected, actual);
            return;
        }
        double allowed = Sample.FunctionUlp * TOp.Record.High * (typeof(T) == typeof(float) ? Sample.FloatUnit : Sample.DoubleUnit);
        for (int i = 0; i < expected.Length; i++) Assert.InRange(Math.Abs(double.CreateTruncating(expected[i] - actual[i])), 0, allowed);
    }

    [Fact]
    public void An_element_does_not_depend_on_the_size() =>
        Assert.Equal(Draw<Normal, float>(Sample.Devices[0], Walk.Dense, 0, 1001), Draw<Normal, float>(Sample.Devices[2], Walk.Dense, 0, 99_999)[..1001]);

    [Fact]
    public void Draws_and_keys_differ()
    {
        float[] first = Draw<Uniform, float>(Sample.Devices[0], Walk.Dense, 0, 100), second = Draw<Uniform, float>(Sample.Devices[0], Walk.Dense, 1, 100);
        Assert.Equal(0, first.Zip(second).Count(pair => pair.First == pair.Second));
    }

    [Fact]
    public void Uniform_has_the_moments_of_the_uniform_distribution()
    {
        Moments<Uniform, float>(mean: 0.5, variance: 1.0 / 12, fourth: 1.0 / 80);
        Moments<Uniform, double>(mean: 0.5, variance: 1.0 / 12, fourth: 1.0 / 80);
    }

    [Fact]
    public void Normal_has_the_moments_of_the_normal_distribution()
    {
        Moments<Normal, float>(mean: 0, variance: 1, fourth: 3);
        Moments<Normal, double>(mean: 0, variance: 1, fourth: 3);
    }

    // Mean and variance within 5 standard errors; neighbours uncorrelated.
    private static void Moments<TOp, T>(double mean, double variance, double fourth)
        where TOp : struct, IDistribution
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] x = [.. Draw<TOp, T>(Sample.Devices[1], Walk.Dense, 0, Many).Select(v => double.CreateTruncating(v) - mean)];
        Assert.InRange(x.Average(), -5 * Math.Sqrt(variance / Many), 5 * Math.Sqrt(variance / Many));
        double width = 5 * Math.Sqrt((fourth - variance * variance) / Many);
        Assert.InRange(x.Average(v => v * v), variance - width, variance + width);
        double together = x.Zip(x.Skip(1), (a, b) => a * b).Average();
        Assert.InRange(together, -5 * variance / Math.Sqrt(Many), 5 * variance / Math.Sqrt(Many));
    }

    [Fact]
    public void The_extreme_words_stay_in_range()
    {
        foreach (uint first in new[] { 0u, 1u, 0x7FFFFFFFu, uint.MaxValue - 1, uint.MaxValue })
        {
            foreach (uint second in new[] { 0u, 1u, 0x80000000u, uint.MaxValue })
            {
                Assert.InRange(default(Uniform).Apply<float, uint>(first, second), 0f, MathF.BitDecrement(1f));
                Assert.InRange(default(Uniform).Apply<double, uint>(first, second), 0.0, Math.BitDecrement(1.0));
                Assert.InRange(default(Normal).Apply<float, uint>(first, second), -6.67f, 6.67f);
                Assert.InRange(default(Normal).Apply<double, uint>(first, second), -6.67, 6.67);
            }
        }
    }

    private static T[] Draw<TOp, T>(Device device, Walk walk, ulong draw, params int[] sizes)
        where TOp : struct, IDistribution
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var sample = new Sample();
        var y = sample.Full(T.NaN, walk, sizes);
        device.Random(default(TOp), Key, draw, y);
        return Sample.Values(y);
    }
}
