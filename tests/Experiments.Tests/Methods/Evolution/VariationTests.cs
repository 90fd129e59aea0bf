using DeepPuzzles.Experiments.Methods.Evolution;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Evolution;

public sealed class VariationTests
{
    private const int Draws = 4000;

    private static readonly double[] s_even = [.. Enumerable.Range(0, Draws).Select(i => (i + 0.5) / Draws)];

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(15)]
    public void A_polynomial_step_has_the_distribution_of_its_density(double index)
    {
        double[] steps = [.. s_even.Select(u => Variation.PolynomialStep(u, index))];
        Assert.All(steps, step => Assert.InRange(step, -1, 1));
        Assert.Equal(0, steps.Average(), 12);
        Assert.All(s_even, u => Assert.Equal(-Variation.PolynomialStep(1 - u, index), Variation.PolynomialStep(u, index), 12));
        // The density (η+1)/2·(1-|δ|)^η leaves (1-t)^(η+1) beyond t.
        foreach (double t in new[] { 0.01, 0.1, 0.5 }) Assert.Equal(Math.Pow(1 - t, index + 1), steps.Count(step => Math.Abs(step) > t) / (double)Draws, 2e-3);
    }

    [Fact]
    public void Children_of_parents_far_from_the_ends_spread_as_beta_does()
    {
        const double Low = 0.5, High = 0.501, Index = 10;
        double[] spreads = [.. s_even.Select(u => Variation.SimulatedBinary(Low, High, u, Index)).Select(pair => (pair.High - pair.Low) / (High - Low))];
        Assert.All(s_even, u => Assert.Equal(Low + High, Sum(Variation.SimulatedBinary(Low, High, u, Index)), 12));
        Assert.Equal(0.5, spreads.Count(beta => beta < 1) / (double)Draws, 1e-3);
        foreach (double t in new[] { 0.8, 0.95 }) Assert.Equal(0.5 * Math.Pow(t, Index + 1), spreads.Count(beta => beta < t) / (double)Draws, 1e-3);
        foreach (double t in new[] { 1.05, 1.3 }) Assert.Equal(0.5 * Math.Pow(t, -(Index + 1)), spreads.Count(beta => beta > t) / (double)Draws, 1e-3);

        static double Sum((double Low, double High) pair) => pair.Low + pair.High;
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 0.01)]
    [InlineData(0.2, 0.9)]
    [InlineData(0.97, 1)]
    public void No_child_leaves_the_range_and_the_mirror_image_of_parents_has_that_of_the_children(double low, double high)
    {
        foreach (double u in s_even)
        {
            (double Low, double High) children = Variation.SimulatedBinary(low, high, u), mirrored = Variation.SimulatedBinary(1 - high, 1 - low, u);
            Assert.InRange(children.Low, 0, children.High);
            Assert.InRange(children.High, children.Low, 1);
            Assert.Equal(1 - children.High, mirrored.Low, 9);
            Assert.Equal(1 - children.Low, mirrored.High, 9);
        }
    }

    [Fact]
    public void Equal_parents_have_equal_children() =>
        Assert.All(s_even, u => Assert.Equal((0.3, 0.3), Variation.SimulatedBinary(0.3, 0.3, u)));

    [Fact]
    public void As_many_pixels_mutate_as_the_rate_says_and_none_leaves_its_range()
    {
        var encoding = new PixelEncoding(Draws) { MutationRate = 0.3 };
        var random = new RandomStream(1, "pixels");
        float[] image = encoding.Draw(random), before = [.. image], child = encoding.Mutate(image, random);
        Assert.Equal(before, image);
        Assert.Equal(0.3, child.Zip(image).Count(pair => pair.First != pair.Second) / (double)Draws, 0.03);
        Assert.All(child, pixel => Assert.InRange(pixel, 0f, 1f));
        double[] steps = [.. child.Zip(image, (a, b) => (double)a - b).Where(step => step != 0)];
        Assert.Equal(0, steps.Average(), 0.02);
        Assert.Equal(0.3, child[..100].Zip(image).Count(pair => pair.First != pair.Second) / 100.0, 0.15);
        Assert.Equal(0.3, child[^100..].Zip(image[^100..]).Count(pair => pair.First != pair.Second) / 100.0, 0.15);
        Assert.Equal(image, new PixelEncoding(Draws) { MutationRate = 0 }.Mutate(image, random));
        Assert.All(new PixelEncoding(Draws) { MutationRate = 1 }.Mutate(image, random).Zip(image), pair => Assert.NotEqual(pair.Second, pair.First));
    }

    [Fact]
    public void What_is_no_chance_is_no_rate()
    {
        foreach (double rate in new[] { -0.1, 1.5, double.NaN })
        {
            Func<object>[] wrong =
            [
                () => new PixelEncoding(9) { MutationRate = rate }, () => new PixelEncoding(9) { CrossRate = rate }, () => new PixelEncoding(9) { PixelCrossRate = rate },
                () => new PatternEncoding { WeightMutationRate = rate }, () => new PatternEncoding { ActivationCrossRate = rate }, () => new PatternEncoding { AddNodeRate = rate },
            ];
            Assert.All(wrong, make => Assert.Throws<TensorException>(make));
        }
        Assert.Throws<TensorException>(() => new PatternEncoding { Outputs = 0 });
        Assert.Throws<TensorException>(() => new PatternEncoding { LargestWeight = 0 });
    }

    [Fact]
    public void Crossing_changes_half_of_the_pixels_of_half_of_the_pairs_and_keeps_their_sum_where_there_is_room()
    {
        var encoding = new PixelEncoding(Draws);
        var random = new RandomStream(2, "pixels");
        float[] one = [.. Enumerable.Repeat(0.5f, Draws)], other = [.. Enumerable.Repeat(0.52f, Draws)];
        int crossed = 0;
        for (int i = 0; i < 200; i++)
        {
            (float[] first, float[] second) = encoding.Cross(one, other, random);
            if (first == one) continue;
            crossed++;
            Assert.Equal(0.5, first.Count(pixel => pixel != 0.5f) / (double)Draws, 0.05);
            Assert.All(first.Zip(second), pair => Assert.Equal(1.02, pair.First + pair.Second, 1e-5));
            Assert.Equal(0.51, first.Where(pixel => pixel != 0.5f).Average(pixel => (double)pixel), 1e-3);       // either child may have the larger number
        }
        Assert.Equal(0.5, crossed / 200.0, 0.12);
        Assert.Equal((one, other), new PixelEncoding(Draws) { CrossRate = 0 }.Cross(one, other, random));
        Assert.Throws<TensorException>(() => encoding.Cross(one, [0.5f], random));
    }
}
