using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods;

public class PerturbationsTests
{
    private static readonly double[] s_image = new RandomStream(1, "image").HostUniform(100), s_noise = [.. new RandomStream(1, "noise").HostUniform(100).Select(u => u - 0.5)];

    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_length_after_the_cut_is_the_length_wanted(double length)
    {
        double[] moved = Perturbations.Apply(s_image, s_noise, length);
        Assert.Equal(length, Length(moved), 1e-5 * length);
        Assert.All(moved, pixel => Assert.InRange(pixel, 0, 1));
    }

    [Fact]
    public void Length_0_changes_nothing_bit_for_bit() => Assert.Equal(s_image, Perturbations.Apply(s_image, s_noise, 0));

    [Fact]
    public void A_perturbation_of_that_length_already_is_added_as_it_is()
    {
        double[] small = [.. s_noise.Select(r => r / 100)], inside = [.. s_image.Select(pixel => 0.1 + 0.8 * pixel)];
        double[] moved = Perturbations.Apply(inside, small, Math.Sqrt(small.Sum(r => r * r)));
        Assert.Equal(inside.Zip(small, (pixel, r) => pixel + r), moved);
    }

    [Fact]
    public void What_the_box_does_not_allow_ends_at_its_walls()
    {
        double[] moved = Perturbations.Apply(s_image, s_noise, 1000);
        Assert.All(moved.Zip(s_noise), pair => Assert.Equal(pair.Second > 0 ? 1.0 : 0, pair.First, 1e-3));
        Assert.Equal(s_image, Perturbations.Apply(s_image, new double[100], 1));
    }

    [Fact]
    public void Equal_images_look_alike_and_noise_makes_them_differ_more_and_more()
    {
        double[] levels = [0, 0.5, 1, 2, 4];
        double[] likeness = [.. levels.Select(level => StructuralSimilarity.Between(s_image, Perturbations.Apply(s_image, s_noise, level), 10, 10))];
        Assert.Equal(1, likeness[0], 12);
        Assert.Equal(likeness.OrderDescending(), likeness);
        Assert.Equal(StructuralSimilarity.Between(s_image, s_noise, 10, 10), StructuralSimilarity.Between(s_noise, s_image, 10, 10), 12);
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Between(s_image, s_noise, 7, 3));
    }

    [Fact]
    public void Two_flat_images_differ_by_luminance_alone()
    {
        double[] dark = [.. Enumerable.Repeat(0.2, 64)], light = [.. Enumerable.Repeat(0.6, 64)];
        double expected = (2 * 0.2 * 0.6 + 1e-4) / (0.2 * 0.2 + 0.6 * 0.6 + 1e-4);      // the other factor is C₂ / C₂
        Assert.Equal(expected, StructuralSimilarity.Between(dark, light, 8, 8), 9);
    }

    private static double Length(double[] moved) => Math.Sqrt(moved.Zip(s_image, (to, from) => (to - from) * (to - from)).Sum());
}
