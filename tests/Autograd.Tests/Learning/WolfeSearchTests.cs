using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd.Tests.Learning;

/// <summary>The line search alone, on functions of one number from 0 upwards.</summary>
public sealed class WolfeSearchTests
{
    private const double Decrease = 1e-4;

    // With a minimum above 0, and not a parabola, so that the first guess of it is off to one side or the other.
    private static readonly (string Name, Func<double, double> Value, Func<double, double> Slope)[] s_shapes =
    [
        ("parabola", a => (a - 0.3) * (a - 0.3), a => 2 * (a - 0.3)),
        ("quartic", a => Math.Pow(a - 0.6, 4), a => 4 * Math.Pow(a - 0.6, 3)),
        ("steep to the right", a => Math.Exp(8 * a) - 20 * a, a => 8 * Math.Exp(8 * a) - 20),
        ("steep to the left", a => Math.Exp(-30 * a) + a, a => 1 - 30 * Math.Exp(-30 * a)),
        ("barrier", a => a - 0.1 * Math.Log(a + 0.01), a => 1 - 0.1 / (a + 0.01)),
        ("corner", a => Math.Sqrt((a - 0.2) * (a - 0.2) + 1e-6), a => (a - 0.2) / Math.Sqrt((a - 0.2) * (a - 0.2) + 1e-6)),
        ("waves", a => Math.Sin(9 * a + 2), a => 9 * Math.Cos(9 * a + 2)),
        ("waves on a slope", a => Math.Sin(20 * a + 2) - a, a => 20 * Math.Cos(20 * a + 2) - 1),
        ("far away", a => Math.Pow(a - 50, 2), a => 2 * (a - 50)),
    ];

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.1)]
    [InlineData(0.001)]
    public void What_it_finds_satisfies_the_strong_Wolfe_conditions(double curvature)
    {
        foreach ((string name, Func<double, double> value, Func<double, double> slope) in s_shapes)
        {
            foreach (double first in new[] { 0.01, 0.1, 0.25, 0.5, 1, 1.3, 2, 10 })
            {
                (bool found, double step) = Find(value, slope, first, curvature);
                Assert.True(found, $"{name} from {first}: none found");
                Assert.True(value(step) <= value(0) + Decrease * step * slope(0) + 1e-14, $"{name} from {first}: {value(step)} at {step}, {value(0)} at 0");
                Assert.True(Math.Abs(slope(step)) <= curvature * Math.Abs(slope(0)), $"{name} from {first}: slope {slope(step)} at {step}, {slope(0)} at 0");
            }
        }
    }

    /// <summary>All near values round to the same number, and the slopes alone tell where the minimum is.</summary>
    [Fact]
    public void Where_values_are_rounding_it_goes_by_slopes()
    {
        (bool found, double step) = Find(a => a < 0.9 ? 1 + Rounding(a) : 2, a => a < 0.9 ? 1e-12 * (a - 0.3) : 1, 1, 0.1);
        Assert.True(found);
        Assert.InRange(step, 0.27, 0.33);

        // Never below 1, and seldom equal to it.
        static double Rounding(double a) => 1e-15 * Math.Min(1, 10 * a);
    }

    /// <summary>A step that is better by rounding at the most, with a slope that never flattens, is none.</summary>
    [Fact]
    public void Without_decrease_there_is_no_step()
    {
        Assert.False(Find(a => a == 0 ? 1 : a < 0.9 ? 1 + 1e-15 : 2, a => a < 0.9 ? -1e-12 : 1, 1, 0.9).Found);
        Assert.False(Find(a => a, a => -1, 1, 0.9).Found);
        Assert.False(Find(a => a > 0 ? double.NaN : 0, a => -1, 1, 0.9).Found);
    }

    /// <summary>It never gets flat, but deeper: the deepest point found serves.</summary>
    [Fact]
    public void A_decrease_without_a_flat_place_is_taken_at_its_deepest()
    {
        (bool found, double step) = Find(a => a < 0.7 ? -a : 1, a => a < 0.7 ? -1 : 1, 1, 0.9);
        Assert.True(found);
        Assert.InRange(step, 0.69, 0.7);
    }

    private static (bool Found, double Step) Find(Func<double, double> value, Func<double, double> slope, double first, double curvature)
    {
        Objective objective = Objective.Of(x => (value(x.Item()), Tensor.From([slope(x.Item())], [1])), Tensor.Zeros([1], DType.Float64));
        Iterate here = new([0.0]), there = new([0.0]);
        objective.Evaluate(here);
        bool found = new WolfeSearch(objective, Decrease, curvature).Find(here, [1], slope(0), first, there);
        if (found) Assert.Equal((value(there.X[0]), slope(there.X[0])), (there.Value, there.Gradient[0]));
        return (found, there.X[0]);
    }
}
