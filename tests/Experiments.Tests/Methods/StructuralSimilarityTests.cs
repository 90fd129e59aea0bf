using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods;

public class StructuralSimilarityTests
{
    private const int Width = 14, Height = 9;

    private static readonly double[] s_image = new RandomStream(1, "image").HostUniform(Width * Height);

    [Fact]
    public void An_image_is_wholly_like_itself() => Assert.Equal(1, Of(s_image, s_image), 12);

    [Fact]
    public void Which_image_is_the_first_does_not_matter()
    {
        double[] other = new RandomStream(2, "image").HostUniform(Width * Height);
        Assert.Equal(Of(s_image, other), Of(other, s_image), 12);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.2, 0.5)]
    [InlineData(0.7, 0.7)]
    public void Of_two_grey_areas_only_the_luminance_term_is_left(double a, double b)
    {
        const double C1 = 1e-4;   // (0.01 L)² for pixels in [0, 1]
        Assert.Equal((2 * a * b + C1) / (a * a + b * b + C1), Of(Flat(a), Flat(b)), 9);
    }

    [Fact]
    public void More_noise_is_less_alike_and_a_negative_is_unlike()
    {
        double[] noise = new RandomStream(3, "noise").HostUniform(Width * Height);
        double[] Noisy(double share) => [.. s_image.Zip(noise, (x, n) => x + share * (n - 0.5))];
        double[] alike = [.. new[] { 0, 0.1, 0.3, 1 }.Select(share => Of(s_image, Noisy(share)))];
        Assert.Equal(alike.OrderDescending(), alike);
        Assert.True(alike[^1] < alike[0]);
        Assert.True(Of(s_image, [.. s_image.Select(x => 1 - x)]) < 0);
    }

    [Fact]
    public void Planes_of_a_colour_image_count_alike()
    {
        double[] other = new RandomStream(2, "image").HostUniform(Width * Height);
        Assert.Equal((1 + Of(s_image, other)) / 2, Of([.. s_image, .. s_image], [.. s_image, .. other]), 12);
        Assert.Throws<ArgumentException>(() => Of(s_image, s_image[1..]));
    }

    private static double[] Flat(double grey) => [.. Enumerable.Repeat(grey, Width * Height)];

    private static double Of(double[] x, double[] y) => StructuralSimilarity.Between(x, y, Width, Height);
}
