using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Forgetting;

public class HardAttentionTests
{
    private static readonly HardAttention s_puzzle = new();
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));

    private static readonly HardAttention.Settings s_tiny = new()
    {
        Hidden = [30, 30],
        FewHidden = [5, 5],
        Tasks = 3,
        ExamplesPerTask = 100,
        TestImages = 150,
        Side = 8,
        Epochs = 4,
        BatchSize = 16,
        LearningRate = 0.2,
        Mixture = true,
    };

    [Fact]
    public void Masks_keep_what_was_learned()
    {
        Evidence evidence = Seen(placebo: false);
        Findings findings = s_puzzle.Conclude(evidence, s_tiny);
        Assert.InRange(findings.Claims[0].Value, -0.1, 0.01);
        Assert.InRange(findings.Claims[0].Controls[1].Value, -0.1, 0.2);
        Assert.True(findings.Claims[0].Controls[2].Value > 0.65, $"accuracy just learned {findings.Claims[0].Controls[2].Value}");
        Assert.Equal(["matrices", "masks", "reuse", "hardening", "price", "capacity", "rho", "rho-mixture"], findings.Figures.Select(figure => figure.Name));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));

        // What a mask costs from the first task on is no room that is taken by what is kept.
        int last = s_tiny.Tasks - 1;
        double[] room = [.. Gaps(last).Zip(Gaps(0), (end, start) => end - start)];
        Assert.Equal(room.Average(), findings.Claims[0].Controls[3].Value, 1e-12);
        Assert.NotEqual(0, Gaps(0).Average());

        string price = findings.Figures.Single(figure => figure.Name == "price").Caption;
        double used = evidence.Series("capacity/HAT, few units/permuted").Average(tasks => tasks[^1]);
        Assert.Contains(FormattableString.Invariant($"5 and 5 units, of which HAT's masks have taken {100 * used:0} % after all tasks"), price, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"HAT {Mean("HAT", task => task):0.000} and {Mean("HAT", _ => last):0.000}"), price, StringComparison.Ordinal);
        Assert.Contains(FormattableString.Invariant($"plain training has {Mean("plain", task => task):0.000} when just learned and {Mean("plain", _ => last):0.000} at the end"), price, StringComparison.Ordinal);

        double[] Gaps(int task) => [.. evidence.Series("accuracy/plain, few units/permuted").Zip(evidence.Series("accuracy/HAT, few units/permuted"), (plain, hat) => plain[At(task, task)] - hat[At(task, task)])];

        double Mean(string name, Func<int, int> after) => evidence.Series($"accuracy/{name}/permuted").Average(cells => Enumerable.Range(0, s_tiny.Tasks).Average(task => cells[At(after(task), task)]));

        static int At(int after, int task) => after * s_tiny.Tasks + task;
    }

    [Fact]
    public void An_order_is_as_sure_as_the_less_sure_of_its_two_steps()
    {
        // Two steps of 1 on average, each the smaller one in half of the seeds: the smaller of each seed's is 0 in all.
        Measured equal = HardAttention.Smaller([0, 2, 0, 2, 0, 2], [2, 0, 2, 0, 2, 0]);
        Assert.Equal(1, equal.Estimate!.Value, 1e-12);

        double[] sure = [0.9, 1.1, 1, 0.9, 1.1, 1], unsure = [-9, 12, 8, -8, 11, 4];
        foreach (Measured smaller in (Measured[])[HardAttention.Smaller(sure, unsure), HardAttention.Smaller(unsure, sure)])
        {
            Assert.Equal(sure, smaller.PerSeed);
            Assert.Equal(TTest.OneSample(sure).Value, smaller.Estimate!.Value);
            Assert.Equal(TTest.OneSample(sure).Ci.High, smaller.Estimate.Ci.High);
            Assert.Equal(TTest.OneSample(unsure).Ci.Low, smaller.Estimate.Ci.Low);
            Assert.True(smaller.Estimate.Ci.Low < 0);
        }
        Assert.True(HardAttention.Smaller(sure, [1, double.NaN, 1, 1, 1, 1]).SeedFailed);
    }

    [Fact]
    public void Differences_are_no_shares() => Assert.All(s_puzzle.Claims.Where(claim => claim.Metric.Contains("minus", StringComparison.Ordinal)), claim => Assert.Equal("difference of shares", claim.Unit));

    [Fact]
    public void A_placebo_reproduces_nothing()
    {
        Findings findings = s_puzzle.Conclude(Seen(placebo: true), s_tiny);
        Assert.DoesNotContain(findings.Claims, claim => claim.Verdict is Verdict.Reproduced);
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void One_seed_measures_the_same_bits_at_any_number_of_threads()
    {
        Measurements one = Measure(4, false, 1), again = Measure(4, false, 2);
        Assert.Equal(one.Series.Keys, again.Series.Keys);
        foreach ((string name, double[] values) in one.Series) Assert.Equal(values, again.Series[name]);
    }

    [Fact]
    public void Progress_rises_to_the_end_and_no_run_is_made_twice()
    {
        foreach (bool placebo in (bool[])[false, true])
        {
            var shares = new List<double>();
            Measurements found = s_puzzle.Measure(new Lab(3, new CpuDevice(1), s_digits, placebo, shares.Add), s_tiny);
            Assert.All(shares.Zip(shares.Skip(1)), pair => Assert.True(pair.First <= pair.Second, $"{pair.Second} after {pair.First}"));
            Assert.InRange(shares[^1], 0.98, 1);
            string[] runs = [.. found.Series.Where(series => series.Key.StartsWith("accuracy/", StringComparison.Ordinal)).Select(series => $"{series.Key[^5..]} {string.Join(",", series.Value)}")];
            if (!placebo) Assert.Equal(runs.Length, runs.Distinct().Count());
        }
    }

    [Theory]
    [InlineData("hidden", "205,200")]
    [InlineData("modules", "7")]
    public void Settings_that_do_not_fit_are_refused(string name, string value) =>
        Assert.Throws<UsageException>(() => s_puzzle.Require(Setting.Of(typeof(HardAttention.Settings)).Single(setting => setting.Name == name).With(new HardAttention.Settings(), value)));

    [Fact]
    public void A_task_has_two_classes_at_least()
    {
        var few = new DataSet("few", 8, 8, 1, 4, s_digits.Train, s_digits.Validation, s_digits.Test, null, "");
        Assert.Contains("4 classes make no 3 tasks", Assert.Throws<UsageException>(() => s_puzzle.Measure(new Lab(1, new CpuDevice(1), few), s_tiny with { Mixture = false })).Message);
        Assert.Contains("9 classes make no 5 tasks", Assert.Throws<UsageException>(() => s_puzzle.Measure(new Lab(1, new CpuDevice(1), few with { Classes = 9 }), s_tiny)).Message);
    }

    [Fact]
    public void Settings_with_which_no_net_is_trained_are_told_in_one_line()
    {
        string message = Assert.Throws<UsageException>(() => s_puzzle.Measure(new Lab(1, new CpuDevice(1), s_digits), s_tiny with { LearningRate = 1e30 })).Message;
        Assert.Matches("^with these settings a net is not trained: .*the loss is .*; take a smaller learning rate", message);
    }

    [Fact]
    public void Pooled_images_are_means_over_squares()
    {
        var ramp = new DataSet("ramp", 4, 2, 1, 1, s_digits.Train, s_digits.Validation, s_digits.Test, null, "");
        double[] pooled = ramp.Pooled(Tensor.From([1.0, 3, 5, 7, 2, 2, 0, 4], [1, 8]), 1).ToArray<double>();
        Assert.Equal([2, 4], pooled);
        Assert.Equal([1.0, 3, 5, 7, 2, 2, 0, 4], ramp.Pooled(Tensor.From([1.0, 3, 5, 7, 2, 2, 0, 4], [1, 8]), 2).ToArray<double>());
    }

    private static Evidence Seen(bool placebo)
    {
        long[] seeds = [1, 2, 3, 4, 5];
        return new(seeds, [.. seeds.Select(seed => Measure(seed, placebo, 1))]);
    }

    private static Measurements Measure(long seed, bool placebo, int threads) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), s_digits, placebo), s_tiny);
}
