using DeepPuzzles.Experiments.Laboratory;
using FsCheck;
using FsCheck.Fluent;
using Interval = DeepPuzzles.Experiments.Laboratory.Interval;

namespace DeepPuzzles.Experiments.Tests;

public sealed class StatisticsTests
{
    private const ulong Key = 42;

    /// <summary>Student's own data (Biometrika 1908): hours of sleep gained under two drugs by ten patients.</summary>
    private static readonly double[] SleepFirst = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] SleepSecond = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    /// <summary>Darwin's maize, crossed minus self-fertilised, in eighths of an inch (Fisher, The Design of Experiments, 1935).</summary>
    private static readonly double[] Maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

    /// <summary>Samples in eighths, so that shifts by whole numbers are exact.</summary>
    private static readonly Gen<double[]> Samples =
        from n in Gen.Choose(2, 12)
        from values in Gen.Choose(-80, 80).Select(i => i / 8.0).ArrayOf(n)
        select values;

    // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 1998, table I.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0624, 0.1605, 0.0578, 0.1617)]
    [InlineData(0, 20, 0.0000, 0.1611, 0.0000, 0.1684)]
    [InlineData(1, 29, 0.0061, 0.1718, 0.0009, 0.1776)]
    public void Intervals_of_a_share(int k, int n, double wilsonLow, double wilsonHigh, double exactLow, double exactHigh)
    {
        Interval wilson = Proportion.Wilson(k, n).Ci, exact = Proportion.ClopperPearson(k, n).Ci;
        Assert.Equal(wilsonLow, wilson.Low, 4);
        Assert.Equal(wilsonHigh, wilson.High, 4);
        Assert.Equal(exactLow, exact.Low, 4);
        Assert.Equal(exactHigh, exact.High, 4);
    }

    [Fact]
    public void Medians_and_quantiles_of_few_values()
    {
        Assert.Equal(2.5, Sample.MedianOf([4, 1, 3, 2]));
        Assert.Equal(3, Sample.MedianOf([9, 1, 3]));
        Assert.Equal([1, 3, 4], new[] { 0, 0.5, 1 }.Select(p => Sample.QuantileOf([4, 1, 3, 2], p)));
        Assert.True(double.IsNaN(Sample.MedianOf([])) && double.IsNaN(Sample.QuantileOf([], 0.5)));
    }

    // A law of order statistics: as many values lie below the median as above it, and the share p below a quantile.
    [Fact]
    public void Medians_and_quantiles_part_a_sample_where_they_say() => Prop.ForAll(
        Samples.ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(),
        (x, percent) =>
        {
            double median = Sample.MedianOf(x), quantile = Sample.QuantileOf(x, percent / 100.0);
            int place = Math.Min(x.Length - 1, (int)(percent / 100.0 * x.Length));
            return x.Count(v => v < median) <= x.Length / 2 && x.Count(v => v > median) <= x.Length / 2
                && x.Contains(quantile) && x.Count(v => v < quantile) <= place && x.Count(v => v <= quantile) > place;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void No_error_in_N_trials_bounds_the_rate_by_three_over_N() =>
        Assert.Equal(1 - Math.Pow(0.05, 1.0 / 1000), Proportion.ClopperPearson(0, 1000, 0.90).Ci.High, 14);

    [Fact]
    public void Intervals_of_a_share_contain_it_and_stay_within_0_and_1() => Prop.ForAll(
        (from n in Gen.Choose(1, 500) from k in Gen.Choose(0, n) select (k, n)).ToArbitrary(),
        t => new[] { Proportion.Wilson(t.k, t.n), Proportion.ClopperPearson(t.k, t.n) }.All(
            e => e.Ci.Contains(e.Value) && e.Ci.IsInside(new(0, 1)) && e.N == t.n)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public void Clopper_Pearson_covers_at_least_as_often_as_it_says(int n)
    {
        Interval[] intervals = [.. Enumerable.Range(0, n + 1).Select(k => Proportion.ClopperPearson(k, n).Ci)];
        for (double p = 0.01; p < 1; p += 0.01)
        {
            double covered = Enumerable.Range(0, n + 1).Where(k => intervals[k].Contains(p))
                .Sum(k => BinomialDistribution.Cdf(k, n, p) - BinomialDistribution.Cdf(k - 1, n, p));
            Assert.True(covered >= 0.95, $"p = {p}: {covered}");
        }
    }

    [Fact]
    public void No_trials_say_nothing_and_impossible_counts_are_refused()
    {
        Assert.Equal(new Interval(0, 1), Proportion.Wilson(0, 0).Ci);
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.ClopperPearson(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportion.Wilson(1, 2, confidence: 95));
    }

    [Theory]
    [InlineData(1, 9, 22.0 / 1024)]
    [InlineData(9, 1, 22.0 / 1024)]
    [InlineData(0, 6, 2.0 / 64)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 0, 1)]
    public void McNemar_is_the_binomial_of_the_discordant_pairs(int onlyFirst, int onlySecond, double p) =>
        Assert.Equal(p, McNemar.Exact(onlyFirst, onlySecond), 14);

    [Fact]
    public void McNemar_ignores_the_images_on_which_both_agree() =>
        Assert.Equal(McNemar.Exact(2, 1), McNemar.Exact([true, true, false, true, false, true], [false, false, true, true, false, true]));

    [Fact]
    public void Paired_t_of_Students_sleep_data()
    {
        Estimate e = TTest.Paired(SleepFirst, SleepSecond);
        Assert.Equal(-1.58, e.Value, 12);
        Assert.Equal(-2.4598858, e.Ci.Low, 7);
        Assert.Equal(-0.7001142, e.Ci.High, 7);
        Assert.Equal(0.002833, e.P!.Value, 6);
        Assert.Equal(10, e.N);
        Assert.Throws<ArgumentException>(() => TTest.Paired(SleepFirst, [1.0]));
    }

    [Fact]
    public void T_of_degenerate_samples()
    {
        Assert.Equal(new Estimate(0.1, new(0.1, 0.1), 6, "t test", 0), TTest.OneSample([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]));
        Assert.Equal(1, TTest.OneSample([0.1, 0.1, 0.1], center: 0.1).P);
        Assert.Equal(Interval.Everything, TTest.OneSample([3.0]).Ci);
        Assert.True(double.IsNaN(TTest.OneSample([]).Value));
    }

    [Fact]
    public void The_t_interval_excludes_the_centre_exactly_when_p_is_small() => Prop.ForAll(
        Samples.ToArbitrary(),
        x => TTest.OneSample(x, 1.3) is var e && !e.Ci.Contains(1.3) == e.P < 0.05).QuickCheckThrowOnFailure();

    [Fact]
    public void Equivalence_of_a_sample_with_a_closed_form()
    {
        Estimate e = TTest.Equivalence([-1, 0, 1], margin: 2); // 2 degrees: P(T > t) = (1 - t / √(2 + t²)) / 2 at t = 2√3
        Assert.Equal((1 - Math.Sqrt(12.0 / 14)) / 2, e.P!.Value, 14);
        Assert.Equal(0.90, e.Confidence);
    }

    [Fact]
    public void Equivalence_passes_exactly_when_the_90_percent_interval_is_inside_the_margins() => Prop.ForAll(
        Samples.ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(),
        (x, m) => TTest.Equivalence(x, m / 10.0, 0.25) is var e
            && e.Ci.IsInside(Interval.Around(0.25, m / 10.0)) == e.P <= 0.05).QuickCheckThrowOnFailure();

    [Fact]
    public void Sign_flips_of_Darwins_maize()
    {
        Assert.Equal(863.0 / 32768, SignFlip.P(Maize, tail: Tail.Greater));
        Assert.Equal(1726.0 / 32768, SignFlip.P(Maize));
        Assert.Equal(1 - (863.0 - 28) / 32768, SignFlip.P(Maize, tail: Tail.Less)); // 28 patterns give just the observed sum
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(20)]
    public void The_least_sign_flip_p_is_one_or_two_patterns_of_all(int n)
    {
        double[] values = [.. Enumerable.Range(1, n).Select(i => 0.1 * i)];
        Assert.Equal(Math.Pow(0.5, n), SignFlip.P(values, tail: Tail.Greater));
        Assert.Equal(2 * Math.Pow(0.5, n), SignFlip.P(values));
    }

    [Fact]
    public void Sign_flips_drawn_agree_with_all_sign_flips()
    {
        double[] zeros = [.. Maize, 0, 0, 0, 0, 0, 0]; // flipping a zero changes nothing, so the exact p is known for n = 21
        double drawn = SignFlip.P(zeros, key: Key);
        Assert.Equal(1726.0 / 32768, drawn, 0.003);
        Assert.Equal(drawn, SignFlip.P(zeros, key: Key));
        Assert.NotEqual(drawn, SignFlip.P(zeros, key: Key + 1));
    }

    [Fact]
    public void Sign_flips_of_nothing_but_ties_say_nothing()
    {
        Assert.Equal(1, SignFlip.P([0.3, 0.3, 0.3], center: 0.3));
        Assert.Equal(1, SignFlip.P([]));
        Assert.Throws<ArgumentException>(() => SignFlip.P([1, double.NaN]));
    }

    [Fact]
    public void The_bootstrap_quantiles_are_those_of_all_27_resamples()
    {
        // Of {0, 1, 5}: the mean is 0 or 5 with chance 1/27 each, then 1/3 or 11/3 with 3/27.
        double[] values = [0, 1, 5];
        foreach (Estimate e in new[] { Bootstrap.Percentile(values, Key, confidence: 0.90), Bootstrap.Hierarchical([values], Key, 0.90), Bootstrap.Hierarchical([[0], [1, 1], [5]], Key, 0.90) })
        {
            Assert.Equal(2, e.Value, 12);
            Assert.Equal(1.0 / 3, e.Ci.Low, 12);
            Assert.Equal(11.0 / 3, e.Ci.High, 12);
        }
        Assert.Equal(new Interval(0, 5), Bootstrap.Percentile(values, Key).Ci);
    }

    [Fact]
    public void The_hierarchical_bootstrap_carries_both_sources_of_chance()
    {
        double[][] differ = [[0, 1], [2, 3], [4, 5], [6, 7]];
        double seedsOnly = Bootstrap.Percentile([0.5, 2.5, 4.5, 6.5], Key).Ci.HalfWidth;
        Assert.True(Bootstrap.Hierarchical(differ, Key).Ci.HalfWidth > seedsOnly);
        Assert.Equal(3.5, Bootstrap.Hierarchical(differ, Key).Value, 12);
        Assert.Equal(1, Bootstrap.Hierarchical([[0, 0, 0, 0], [2]], Key).Value); // seeds weigh the same, however many items
    }

    [Fact]
    public void The_bootstrap_of_a_large_normal_sample_is_near_the_t_interval()
    {
        double[] values = [.. Enumerable.Range(1, 400).Select(i => NormalDistribution.Quantile(i / 401.0))];
        Interval t = TTest.OneSample(values).Ci, b = Bootstrap.Percentile(values, Key).Ci;
        Assert.Equal(t.Low, b.Low, 0.01);
        Assert.Equal(t.High, b.High, 0.01);
    }

    [Fact]
    public void The_bootstrap_is_fixed_by_its_key_and_takes_other_statistics()
    {
        static double Largest(ReadOnlySpan<double> v) => v.ToArray().Max();
        Assert.Equal(Bootstrap.Percentile(Maize, 1), Bootstrap.Percentile(Maize, 1));
        Assert.NotEqual(Bootstrap.Percentile(Maize, 1).Ci, Bootstrap.Percentile(Maize, 2).Ci);
        Assert.Equal(75, Bootstrap.Percentile(Maize, 1, Largest).Value);
        Assert.True(double.IsNaN(Bootstrap.Percentile([1, 2, 3], 1, v => 1 / (v[0] - 1)).Ci.Low));
        Assert.Throws<ArgumentException>(() => Bootstrap.Percentile([], 1));
        Assert.Throws<ArgumentException>(() => Bootstrap.Hierarchical([[1], []], 1));
    }

    [Fact]
    public void SplitMix64_gives_its_published_words()
    {
        var random = new SplitMix64(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void Spearman_of_a_textbook_sample()
    {
        double[] iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110], television = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];
        Assert.Equal(-29.0 / 165, Spearman.Rho(iq, television), 14);
        Assert.Equal(0.63, Spearman.P(iq, television, Key), 0.02); // exact tables: 0.632
        Assert.Equal(Math.Sqrt(0.9), Spearman.Rho([1, 2, 2, 3], [1, 2, 3, 4]), 14); // a tie
    }

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, 1, 2.0 / 120)]
    [InlineData(new double[] { 5, 4, 3, 2, 1 }, -1, 2.0 / 120)]
    [InlineData(new double[] { 1, 2, 3, 5, 4 }, 0.9, 10.0 / 120)] // Zar's table: critical values of n = 5
    public void Spearman_walks_all_orders_of_few(double[] y, double rho, double p)
    {
        Assert.Equal(rho, Spearman.Rho([10, 20, 30, 40, 50], y), 14);
        Assert.Equal(p, Spearman.P([10, 20, 30, 40, 50], y), 14);
    }

    [Fact]
    public void Spearman_of_a_constant_is_undefined()
    {
        Assert.True(double.IsNaN(Spearman.Rho([1, 2, 3], [4, 4, 4])));
        Assert.Equal(1, Spearman.P([1, 2, 3], [4, 4, 4]));
        Assert.True(double.IsNaN(Spearman.Rho([1, 2, double.NaN], [1, 2, 3])));
        Assert.Throws<ArgumentException>(() => Spearman.Rho([1], [1, 2]));
    }

    [Fact]
    public void Spearman_sees_only_the_order() => Prop.ForAll(
        Samples.ToArbitrary(),
        x => x.Select((_, i) => (double)(i * 7 % 5)).ToArray() is var y
            && Spearman.Rho(x, y).Equals(Spearman.Rho([.. x.Select(v => Math.Exp(v / 4))], y))).QuickCheckThrowOnFailure();

    [Fact]
    public void Holm_of_a_worked_example() =>
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void Holm_only_raises_and_keeps_the_order() => Prop.ForAll(
        Gen.Choose(0, 1000).Select(i => i / 1000.0).ArrayOf().ToArbitrary(),
        p =>
        {
            double[] a = Holm.Adjust(p);
            IEnumerable<int> all = Enumerable.Range(0, p.Length);
            return all.All(i => a[i] >= p[i] && a[i] <= 1 && all.All(j => p[i] > p[j] || a[i] <= a[j]))
                && (p.Length == 0 || a.Min() >= Math.Min(1, p.Min() * p.Length) - 1e-15);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Holm_refuses_what_is_no_p() => Assert.Throws<ArgumentException>(() => Holm.Adjust([0.5, double.NaN]));

    [Fact]
    public void Orders_and_trends()
    {
        Assert.Equal(1, Trend.OrderMargin(1, 3, 4));
        Assert.Equal(-2, Trend.OrderMargin(1, 3, 1));
        Assert.True(double.IsNaN(Trend.OrderMargin(1, double.NaN, 4)));
        Assert.Throws<ArgumentException>(() => Trend.OrderMargin(1));
        Assert.Equal(0, Trend.LargestFall([1, 1, 2, 5]));
        Assert.Equal(2.5, Trend.LargestFall([1, 4, 3, 1.5, 9, 8]));
        Assert.True(Trend.IsRising([1, 2, 1.9, 3], tolerance: 0.11));
        Assert.False(Trend.IsRising([1, 2, 1.9, 3]));
        Assert.False(Trend.IsRising([1, double.NaN, 3], tolerance: 1));
    }

    [Fact]
    public void Seeds_needed_by_hand()
    {
        Assert.Equal(16, SeedsNeeded.ToExclude(0, value: 1, new(-1, 3), seeds: 5)); // 2 √(5 / n) < 1 from n = 21 on
        Assert.Equal(0, SeedsNeeded.ToExclude(-2, value: 1, new(-1, 3), seeds: 5));
        Assert.Null(SeedsNeeded.ToExclude(1, value: 1, new(-1, 3), seeds: 5));
        Assert.Null(SeedsNeeded.ToExclude(0.99, value: 1, new(-1, 3), seeds: 5));
        Assert.Null(SeedsNeeded.ToExclude(0, value: 1, Interval.Everything, seeds: 1, 0.95));
        Assert.Null(SeedsNeeded.ToExclude(0, value: double.NaN, Interval.Unknown, seeds: 6));
    }

    [Fact]
    public void Seeds_needed_is_the_first_number_whose_t_interval_excludes_the_bar()
    {
        Estimate now = TTest.OneSample([0.1, 0.9, -0.4, 1.2, 0.3, -0.1]);
        int more = SeedsNeeded.ToExclude(0, now.Value, now.Ci, 6, 0.95)!.Value;
        double spread = new Sample([0.1, 0.9, -0.4, 1.2, 0.3, -0.1]).StandardDeviation;
        double Low(int n) => now.Value - StudentDistribution.Quantile(0.975, n - 1) * spread / Math.Sqrt(n);
        Assert.True(Low(6 + more) > 0 && Low(6 + more - 1) <= 0);
    }

    [Fact]
    public void An_unknown_interval_is_neither_inside_nor_outside()
    {
        Assert.False(Interval.Unknown.IsInside(Interval.Everything) || Interval.Unknown.IsOutside(new(0, 1)) || Interval.Unknown.Contains(0));
        Assert.Equal("[0.25, 1]", new Interval(0.25, 1).ToString());
        Assert.Equal((2.0, 1.0), (new Interval(1, 3).Midpoint, new Interval(1, 3).HalfWidth));
    }
}
