using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Errors;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Tests.Errors;

public sealed class RobustOrBlindTests
{
    private static readonly long[] s_seeds = [1, 2, 3, 4, 5];
    private static readonly RobustOrBlind s_puzzle = new();
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));

    private static readonly RobustOrBlind.Settings s_tiny = new()
    {
        TrainImages = 500,
        Pool = 1,
        Hidden = [32],
        Epochs = 30,
        LearningRate = 5e-3,
        DistillationEpochs = 60,
        BatchSize = 50,
        Epsilon = 0.1,
        TrainingSteps = 3,
        Images = 60,
        CurveImages = 10,
        Multiples = [2],
        CheckImages = 20,
        Steps = 10,
        Queries = 60,
    };

    private static readonly Lazy<Measurements[]> s_found = new(() => [.. s_seeds.Select(seed => Measure(seed))]);

    [Fact]
    public void On_small_images_training_on_attacks_helps_and_masks_only_seem_to()
    {
        Findings findings = s_puzzle.Conclude(new Evidence(s_seeds, s_found.Value), s_tiny);
        Assert.Equal(s_puzzle.Claims.Select(claim => claim.Id), findings.Claims.Select(claim => claim.Id));
        Assert.All(findings.Claims, claim => Assert.DoesNotContain("sanity", claim.Note, StringComparison.Ordinal));
        Assert.InRange(findings.Claims[0].Value, 0.1, 0.8);
        Assert.InRange(findings.Claims[1].Value, 0, 0.8);
        Assert.InRange(findings.Claims[2].Value, 0.3, 1.5);
        Assert.InRange(findings.Claims[3].Value, -0.05, 0.2);
        Assert.True(findings.Claims[0].Controls[0].Value < findings.Claims[0].Value / 2, $"noise {findings.Claims[0].Controls[0].Value}");
        Assert.Contains("quantised in 5 of 5 seeds", findings.Claims[2].Note, StringComparison.Ordinal);
        Assert.Equal(["looks-is", "curves", "attacks", "alarm", "perturbations"], findings.Figures.Select(figure => figure.Name));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void The_worst_is_never_above_any_attack_and_a_larger_radius_never_helps()
    {
        foreach (Measurements found in s_found.Value)
        {
            foreach (string curve in found.Series.Keys.Where(name => name.StartsWith("curve/", StringComparison.Ordinal)))
            {
                double[] values = found.Series[curve], worst = found.Series[$"curve/worst/{curve.Split('/')[2]}"];
                Assert.All(values.Zip(worst), pair => Assert.True(pair.First >= pair.Second, curve));
                Assert.True(worst[1] <= worst[0], curve);
            }
            foreach (string arm in new[] { "undefended", "adversarial", "saturated", "quantised", "noise" })
                Assert.True(found.Series[$"worst/{arm}"][0] <= found.Series[$"plain/{arm}"][0], arm);
        }
    }

    // Factors on the logits change no sign of the margin's gradient, and hide that of the cross-entropy.
    [Fact]
    public void The_margin_sees_through_saturated_logits_and_the_cross_entropy_does_not()
    {
        Assert.Equal(Right("margin", "undefended"), Right("margin", "saturated"), 0.05);
        Assert.True(Right("cross-entropy", "saturated") > Right("margin", "saturated") + 0.1, $"{Right("cross-entropy", "saturated")}, {Right("margin", "saturated")}");
    }

    [Fact]
    public void What_is_carried_over_comes_from_no_net_that_is_attacked_and_through_a_mask_it_would()
    {
        Assert.True(Right("transfer", "undefended") > Right("margin", "undefended") + 0.05, $"{Right("transfer", "undefended")}, {Right("margin", "undefended")}");
        foreach (string mask in new[] { "saturated", "quantised" })
            Assert.All(s_found.Value, found => Assert.InRange(found.Series[$"through the mask/{mask}"][0], 0, found.Series[$"worst/{mask}"][0]));
        Assert.True(s_found.Value.Sum(found => found.Series["worst/quantised"][0] - found.Series["through the mask/quantised"][0]) > 0);
    }

    [Fact]
    public void The_radius_itself_is_always_among_those_of_the_curves()
    {
        Assert.Equal([1, 2], s_tiny.Radii);
        Assert.Equal([0.5, 1, 3], new RobustOrBlind.Settings { Multiples = [3, 0, 0.5, 3] }.Radii);
    }

    private static double Right(string attack, string arm) => s_found.Value.Average(found => found.Series[$"curve/{attack}/{arm}"][1]);

    [Fact]
    public void A_placebo_reproduces_nothing()
    {
        Findings findings = s_puzzle.Conclude(new Evidence(s_seeds, [.. s_seeds.Select(seed => Measure(seed, placebo: true))]), s_tiny);
        Assert.DoesNotContain(findings.Claims, claim => claim.Verdict is Verdict.Reproduced);
    }

    [Fact]
    public void One_seed_measures_the_same_bits_at_any_number_of_threads()
    {
        Measurements once = s_found.Value[2], again = Measure(3, threads: 2), other = s_found.Value[3];
        Assert.Equal(once.Series.Keys, again.Series.Keys);
        Assert.All(once.Series, series => Assert.Equal(series.Value, again.Series[series.Key]));
        Assert.NotEqual(once.Series["picture/undefended"], other.Series["picture/undefended"]);
    }

    [Theory]
    [InlineData("weights changed by ε = 0", 1)]
    [InlineData("flags of adversarial/a black box is not stronger than the white box", 0)]
    [InlineData("flags of undefended/gradients are there", 0)]
    public void A_sign_that_the_evaluation_was_hindered_forbids_a_claim(string sign, double value)
    {
        Measurements[] found = [.. s_found.Value.Select(one =>
        {
            var copy = new Measurements();
            foreach ((string name, double[] values) in one.Series) copy.Add(name, [.. values]);
            return copy;
        })];
        found[1].Series[sign][0] = value;
        Assert.All(s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims, claim => Assert.Equal(Verdict.ControlFailed, claim.Verdict));
    }

    [Fact]
    public void Nets_that_are_right_on_nothing_cannot_be_checked()
    {
        UsageException error = Assert.Throws<UsageException>(() => Measure(1, settings: s_tiny with { Images = 1, CurveImages = 1, Epochs = 0, DistillationEpochs = 0, LearningRate = 0, Hidden = [1] }));
        Assert.Contains("epochs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_full_run_reduces_nothing() =>
        Assert.All(Setting.Of(s_puzzle.SettingsType), setting => Assert.Null(setting.Reduced(s_puzzle.Full)));

    private static Measurements Measure(long seed, bool placebo = false, int threads = 1, RobustOrBlind.Settings? settings = null) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), s_digits, placebo), settings ?? s_tiny);
}
