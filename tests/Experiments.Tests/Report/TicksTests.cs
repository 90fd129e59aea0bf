using DeepPuzzles.Experiments.Reporting;
using FsCheck;
using FsCheck.Fluent;

namespace DeepPuzzles.Experiments.Tests.Report;

public class TicksTests
{
    private const double StepTolerance = 1e-6;

    private static readonly Gen<double> Magnitude = from mantissa in Gen.Choose(1, 999_999)
                                                    from exponent in Gen.Choose(-60, 60)
                                                    select mantissa * Math.Pow(10, exponent);

    private static readonly Gen<(double Low, double High)> Range = from low in Magnitude
                                                                   from width in Magnitude
                                                                   from negative in Gen.Elements(true, false)
                                                                   let start = negative ? -low : low
                                                                   select (start, start + width);

    private static void AssertCovers(Tick[] ticks, double low, double high)
    {
        Assert.InRange(ticks.Length, 2, 10);
        for (int i = 1; i < ticks.Length; i++) Assert.True(ticks[i].Value > ticks[i - 1].Value, $"{low} to {high}: not increasing");
        double slack = StepTolerance * (ticks[1].Value - ticks[0].Value);
        Assert.True(ticks[0].Value <= low + slack, $"{low} to {high}: starts at {ticks[0].Value}");
        Assert.True(ticks[^1].Value >= high - slack, $"{low} to {high}: ends at {ticks[^1].Value}");
        Assert.Equal(ticks.Length, ticks.Select(t => t.Label).Distinct().Count());
    }

    [Fact]
    public void Linear_ticks_cover_the_range_increase_and_are_few() =>
        Prop.ForAll(Arb.From(Range), r => AssertCovers(Ticks.Linear(r.Low, r.High), r.Low, r.High)).QuickCheckThrowOnFailure();

    [Fact]
    public void Linear_ticks_are_evenly_spaced_by_1_2_or_5_times_a_power_of_ten() =>
        Prop.ForAll(Arb.From(Range), r =>
        {
            var ticks = Ticks.Linear(r.Low, r.High);
            double step = (ticks[^1].Value - ticks[0].Value) / (ticks.Length - 1);
            double mantissa = step / Math.Pow(10, Math.Floor(Math.Log10(step) + StepTolerance));
            Assert.Contains([1.0, 2, 5], m => Math.Abs(mantissa - m) < StepTolerance * m);
            for (int i = 0; i < ticks.Length; i++) Assert.Equal(ticks[0].Value + i * step, ticks[i].Value, StepTolerance * step);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Logarithmic_ticks_cover_the_range_increase_and_are_few() =>
        Prop.ForAll(Arb.From(Magnitude), Arb.From(Magnitude), (a, b) =>
        {
            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            var ticks = Ticks.Log(low, high);
            Assert.InRange(ticks.Length, 2, 10);
            Assert.True(ticks[0].Value <= low * (1 + StepTolerance) && ticks[^1].Value >= high * (1 - StepTolerance));
            for (int i = 1; i < ticks.Length; i++) Assert.True(ticks[i].Value > ticks[i - 1].Value);
            Assert.Equal(ticks.Length, ticks.Select(t => t.Label).Distinct().Count());
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0, 1, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-3, 3, "−3 −2 −1 0 1 2 3")]
    [InlineData(0, 60000, "0 10,000 20,000 30,000 40,000 50,000 60,000")]
    [InlineData(7, 7, "6.2 6.4 6.6 6.8 7.0 7.2 7.4 7.6 7.8")]
    [InlineData(0, 0, "0 0.2 0.4 0.6 0.8 1.0")]
    public void Labels_are_the_round_numbers_that_people_write(double low, double high, string labels) =>
        Assert.Equal(labels, string.Join(' ', Ticks.Linear(low, high).Select(t => t.Label)));

    [Fact]
    public void Ends_that_no_axis_can_have_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Ticks.Linear(double.NaN, 1));
        Assert.Throws<ArgumentException>(() => Ticks.Linear(2, 1));
        Assert.Throws<ArgumentException>(() => Ticks.Log(0, 1));
    }
}
