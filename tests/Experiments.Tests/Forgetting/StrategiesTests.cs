using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Tests.Forgetting;

public class StrategiesTests
{
    private static readonly Strategies s_puzzle = new();
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));

    private static readonly Strategies.Settings s_tiny = new()
    {
        Hidden = [30, 30],
        Tasks = 3,
        ExamplesPerTask = 100,
        TestImages = 150,
        Side = 8,
        Epochs = 4,
        BatchSize = 16,
        LearningRate = 0.2,
        Orders = 2,
        Memories = [1, 5, 20],
        PerClass = 5,
    };

    [Fact]
    public void Old_images_help_where_the_class_is_asked_for()
    {
        Findings findings = Run(placebo: false);
        foreach (Claim penalty in findings.Claims.Take(3)) Assert.Equal(0, penalty.Controls[1].Value);
        Claim replay = findings.Claims[4], chosen = findings.Claims[6];
        Assert.True(replay.Value > 0.1, $"replay minus EWC {replay.Value}");
        Assert.True(findings.Claims[3].Value > 0.1, $"joint minus naive {findings.Claims[3].Value}");
        Assert.True(findings.Claims[5].Ci.Low > 0, $"slope {findings.Claims[5].Ci}");
        Assert.InRange(chosen.Value, 0.35, 1);
        foreach (Claim penalty in findings.Claims.Take(3))
        {
            foreach (string simple in (string[])["minus naive ", "minus frozen features ", "minus lower rate "]) Assert.Contains(simple, penalty.Note, StringComparison.Ordinal);
        }
        Assert.Contains("(chance 0.33)", findings.Claims[3].Note, StringComparison.Ordinal);
        Assert.Contains("(chance 0.11)", findings.Claims[3].Note, StringComparison.Ordinal);
        Assert.Contains("from 1 to 5 images it rises by ", findings.Claims[5].Note, StringComparison.Ordinal);
        Assert.Equal(
            ["scenarios", "gains", "matrices-task-incremental", "matrices-domain-incremental", "matrices-class-incremental", "memory", "sheet", "curves", "fisher",
                "metrics-task-incremental", "metrics-domain-incremental", "metrics-class-incremental", "bytes"], findings.Figures.Select(figure => figure.Name));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_placebo_reproduces_nothing()
    {
        Findings findings = Run(placebo: true);
        Assert.DoesNotContain(findings.Claims, claim => claim.Verdict is Verdict.Reproduced);
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void One_seed_measures_the_same_bits_at_any_number_of_threads()
    {
        Measurements one = Measure(4, s_tiny, false, 1), again = Measure(4, s_tiny, false, 2);
        Assert.Equal(one.Series.Keys, again.Series.Keys);
        foreach ((string name, double[] values) in one.Series) Assert.Equal(values, again.Series[name]);
    }

    [Fact]
    public void A_full_run_has_all_strategies_and_streams_and_a_search_has_a_picture()
    {
        Strategies.Settings all = s_tiny with { Hidden = [20, 20], ExamplesPerTask = 40, Epochs = 2, More = true, Search = 2 };
        Findings findings = s_puzzle.Conclude(new Evidence([1], [Measure(1, all, false, 1)]), all);
        Assert.Equal(["rotated", "further", "search"], findings.Figures.TakeLast(3).Select(figure => figure.Name));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
        Assert.All(findings.Claims, claim => Assert.Equal(Verdict.Inconclusive, claim.Verdict));
    }

    [Fact]
    public void Settings_that_do_not_go_together_are_refused()
    {
        Assert.Contains("ewc has 1 values", Refusal(s_tiny with { Ewc = [1] }), StringComparison.Ordinal);
        Assert.Contains("lwf has 4 values", Refusal(s_tiny with { Lwf = [1, 2, 3, 4] }), StringComparison.Ordinal);
        Assert.Contains("a slope needs two", Refusal(s_tiny with { Memories = [3] }), StringComparison.Ordinal);
        Assert.Contains("twice", Refusal(s_tiny with { Memories = [3, 5, 3] }), StringComparison.Ordinal);
        s_puzzle.Require(s_tiny);

        static string Refusal(Strategies.Settings settings) => Assert.Throws<UsageException>(() => s_puzzle.Require(settings)).Message;
    }

    private static Findings Run(bool placebo)
    {
        long[] seeds = [1, 2, 3, 4, 5];
        return s_puzzle.Conclude(new Evidence(seeds, [.. seeds.Select(seed => Measure(seed, s_tiny, placebo, 1))]), s_tiny);
    }

    private static Measurements Measure(long seed, Strategies.Settings settings, bool placebo, int threads) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), s_digits, placebo), settings);
}
