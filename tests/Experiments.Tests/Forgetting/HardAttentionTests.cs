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
    };

    [Fact]
    public void Masks_keep_what_was_learned()
    {
        Findings findings = Run(placebo: false);
        Assert.InRange(findings.Claims[0].Value, -0.1, 0.01);
        Assert.InRange(findings.Claims[0].Controls[1].Value, 0, 0.75);
        Assert.True(findings.Claims[0].Controls[2].Value > 0.65, $"accuracy just learned {findings.Claims[0].Controls[2].Value}");
        Assert.Equal(["matrices", "masks", "reuse", "price", "capacity", "rho"], findings.Figures.Select(figure => figure.Name));
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
        Measurements one = Measure(4, false, 1), again = Measure(4, false, 2);
        Assert.Equal(one.Series.Keys, again.Series.Keys);
        foreach ((string name, double[] values) in one.Series) Assert.Equal(values, again.Series[name]);
    }

    [Fact]
    public void Pooled_images_are_means_over_squares()
    {
        var ramp = new DataSet("ramp", 4, 2, 1, 1, s_digits.Train, s_digits.Validation, s_digits.Test, null, "");
        double[] pooled = ramp.Pooled(Tensor.From([1.0, 3, 5, 7, 2, 2, 0, 4], [1, 8]), 1).ToArray<double>();
        Assert.Equal([2, 4], pooled);
        Assert.Equal([1.0, 3, 5, 7, 2, 2, 0, 4], ramp.Pooled(Tensor.From([1.0, 3, 5, 7, 2, 2, 0, 4], [1, 8]), 2).ToArray<double>());
    }

    private static Findings Run(bool placebo)
    {
        long[] seeds = [1, 2, 3, 4, 5];
        return s_puzzle.Conclude(new Evidence(seeds, [.. seeds.Select(seed => Measure(seed, placebo, 1))]), s_tiny);
    }

    private static Measurements Measure(long seed, bool placebo, int threads) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), s_digits, placebo), s_tiny);
}
