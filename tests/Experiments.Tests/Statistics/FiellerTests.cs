using DeepPuzzles.Experiments.Laboratory;
using FsCheck;
using FsCheck.Fluent;
using Interval = DeepPuzzles.Experiments.Laboratory.Interval;

namespace DeepPuzzles.Experiments.Tests;

public sealed class FiellerTests
{
    private const double Tolerance = 1e-9;

    /// <summary>Pairs in eighths, the second well above 0, well below it, or about it.</summary>
    private static readonly Gen<(double[] X, double[] Y)> s_pairs =
        from n in Gen.Choose(3, 12)
        from center in Gen.Elements(-60, 0, 60)
        from x in Gen.Choose(-80, 80).Select(i => i / 8.0).ArrayOf(n)
        from y in Gen.Choose(-20, 20).Select(i => (center + i) / 8.0).ArrayOf(n)
        select (x, y);

    [Fact]
    public void The_interval_lies_on_a_side_of_a_bar_exactly_when_the_t_interval_of_x_minus_bar_times_y_lies_on_that_side_of_0() => Prop.ForAll(
        s_pairs.ToArbitrary(), Gen.Choose(-40, 40).Select(i => i / 16.0 + 0.01).ToArbitrary(),
        (pairs, bar) =>
        {
            Estimate ratio = Fieller.Ratio(pairs.X, pairs.Y);
            Interval contrast = TTest.OneSample([.. pairs.X.Zip(pairs.Y, (x, y) => x - bar * y)]).Ci;
            bool near = Math.Min(Math.Abs(ratio.Ci.High - bar), Math.Abs(ratio.Ci.Low - bar)) < Tolerance;
            Interval bottom = TTest.OneSample(pairs.Y).Ci;
            if (bottom.Contains(0)) return ratio.Ci == Interval.Everything;
            // Below 0 the sides change.
            bool below = bottom.Low > 0 ? contrast.High < 0 : contrast.Low > 0, above = bottom.Low > 0 ? contrast.Low > 0 : contrast.High < 0;
            return near || ((ratio.Ci.High < bar) == below && (ratio.Ci.Low > bar) == above);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_ratio_is_that_of_the_means_and_lies_in_its_interval() => Prop.ForAll(s_pairs.ToArbitrary(), pairs =>
    {
        Estimate ratio = Fieller.Ratio(pairs.X, pairs.Y);
        if (pairs.Y.Average() == 0) return true;
        return Math.Abs(ratio.Value - pairs.X.Average() / pairs.Y.Average()) < Tolerance && ratio.Ci.Low <= ratio.Value + Tolerance && ratio.Value <= ratio.Ci.High + Tolerance;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Proportional_samples_leave_no_width()
    {
        Estimate half = Fieller.Ratio([10, 11, 12], [20, 22, 24]);
        Assert.Equal(0.5, half.Value, 12);
        Assert.Equal(0.5, half.Ci.Low, 6);
        Assert.Equal(0.5, half.Ci.High, 6);
    }

    [Fact]
    public void The_p_is_that_of_equal_means()
    {
        double[] x = [1, 2, 4, 3, 5], y = [2, 5, 6, 9, 7];
        Assert.Equal(SignFlip.P(x.Zip(y, (a, b) => a - b).ToArray()), Fieller.Ratio(x, y).P);
        Assert.Equal(1, Fieller.Ratio(x, x).P);
        Assert.True(Fieller.Ratio(x, [.. y.Select(one => one / 2)]).P > Fieller.Ratio(x, y).P);
    }

    [Fact]
    public void A_denominator_that_may_be_0_leaves_any_ratio()
    {
        Assert.Equal(Interval.Everything, Fieller.Ratio([1, 2, 3], [-1, 0.5, 2]).Ci);
        Assert.Equal(Interval.Everything, Fieller.Ratio([1], [2]).Ci);
    }
}
