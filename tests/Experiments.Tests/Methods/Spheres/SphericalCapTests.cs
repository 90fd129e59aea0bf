using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Spheres;

namespace DeepPuzzles.Experiments.Tests.Methods.Spheres;

public sealed class SphericalCapTests
{
    // By another way: the angle's distribution function summed by the trapezoidal rule on four million points, and read backwards.
    [Theory]
    [InlineData(10, .43746, .72775, .91205, 1.03758, 1.19211)]
    [InlineData(50, .18946, .32904, .43192, .51416, .64290)]
    [InlineData(100, .13343, .23284, .30726, .36777, .46493)]
    [InlineData(500, .05948, .10418, .13805, .16595, .21165)]
    [InlineData(1000, .04204, .07367, .09767, .11748, .14999)]
    [InlineData(3072, .02398, .04203, .05575, .06708, .08570)]
    public void The_bound_is_that_of_the_table(int n, double tenth, double hundredth, double thousandth, double tenThousandth, double millionth)
    {
        double[] table = [tenth, hundredth, thousandth, tenThousandth, millionth], rates = [0.1, 0.01, 1e-3, 1e-4, 1e-6];
        for (int i = 0; i < rates.Length; i++) Assert.Equal(table[i], SphericalCap.MeanDistance(n, rates[i]), 6e-6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    public void A_hemisphere_ends_at_a_right_angle_and_the_rest_of_a_cap_is_a_cap(int n)
    {
        Assert.Equal(Math.PI / 2, SphericalCap.Angle(n, 0.5), 1e-7);
        Assert.Equal(Math.PI, SphericalCap.Angle(n, 0.2) + SphericalCap.Angle(n, 0.8), 1e-12);
        Assert.Equal(0, SphericalCap.MeanDistance(n, 1), 1e-12);
    }

    // On a circle the share is the angle over π; on a sphere it is the height of the cap over the diameter (Archimedes).
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.01)]
    [InlineData(1e-9)]
    public void In_two_and_three_dimensions_the_angle_is_elementary(double share)
    {
        Assert.Equal(Math.PI * share, SphericalCap.Angle(2, share), 1e-9 * share);
        Assert.Equal(2 * Math.Asin(Math.Sqrt(share)), SphericalCap.Angle(3, share), 1e-9 * Math.Sqrt(share));
        double gap = Math.PI * (1 - share);
        Assert.Equal(4 * (1 - Math.Cos(gap / 2)) / Math.PI, SphericalCap.MeanDistance(2, share), 1e-9);
    }

    [Fact]
    public void Many_dimensions_come_to_the_quantile_over_the_root()
    {
        Assert.Equal(NormalDistribution.Quantile(0.99) / Math.Sqrt(3072), SphericalCap.MeanDistance(3072, 0.01), 1e-4);
        Assert.Throws<ArgumentOutOfRangeException>(() => SphericalCap.MeanDistance(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => SphericalCap.Angle(1, 0.1));
    }
}
