using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Errors;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Kernels;

namespace DeepPuzzles.Experiments.Tests.Errors;

public class ImperceptibleTests
{
    private static readonly Imperceptible s_puzzle = new();
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));

    private static readonly Imperceptible.Settings s_tiny = new()
    {
        TrainPerHalf = 300,
        Hidden = [24],
        OtherHidden = [16, 12],
        Epochs = 60,
        BatchSize = 32,
        Images = 20,
        Bisections = 2,
        Levels = [0, 0.1, 0.3],
        Confidences = [0, 1],
        SweptImages = 6,
        Decays = [1e-4, 1],
        Wide = 12,
        Code = 16,
        CodeEpochs = 10,
        Channels = 2,
        ConvolutionEpochs = 20,
        ModelImages = 8,
        Stages = [2, 10, 60],
        Fewer = [100],
        PlacedImages = 10,
    };

    private static readonly long[] s_seeds = [1, 2, 3, 4, 5];
    private static readonly Lazy<Measurements[]> s_found = new(() => [.. s_seeds.Select(seed => Measure(seed, false, 1))]);

    [Fact]
    public void On_small_images_the_attack_misleads_its_net_and_noise_does_not()
    {
        Findings findings = Run(placebo: false);
        Claim misclassified = findings.Claims[0];
        Assert.Equal(1, misclassified.Value, 0.05);
        Assert.True(misclassified.Controls[0].Value < 0.3, $"noise {misclassified.Controls[0].Value}");
        Assert.True(findings.Claims[2].Value < 0.7, $"as a share of the way to the wrong class {findings.Claims[2].Value}");
        Assert.True(findings.Claims[4].Value > -0.2, $"rise {findings.Claims[4].Value}");
        Assert.True(findings.Claims[5].Value > 0.9, $"of every model {findings.Claims[5].Value}");
        Assert.True(findings.Claims[7].Value > -0.2, $"rise with the lead {findings.Claims[7].Value}");
        Assert.Equal(["triptych", "transfer", "amplification", "controls", "distortion", "walk", "models", "lead", "accuracy-distance", "flips"], findings.Figures.Select(figure => figure.Name));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
        Assert.DoesNotContain(findings.Claims, claim => claim.Note.Contains("sanity", StringComparison.Ordinal));
    }

    [Fact]
    public void A_placebo_reproduces_nothing()
    {
        Findings findings = Run(placebo: true);
        Assert.DoesNotContain(findings.Claims, claim => claim.Verdict is Verdict.Reproduced or Verdict.Partial);
        Assert.DoesNotContain("--set", findings.Claims[4].Note, StringComparison.Ordinal);    // an RMS of 2 cannot be set
    }

    [Fact]
    public void One_seed_measures_the_same_bits_at_any_number_of_threads()
    {
        Measurements one = Measure(4, false, 1), again = Measure(4, false, 2);
        Assert.Equal(one.Series.Keys, again.Series.Keys);
        foreach ((string name, double[] values) in one.Series) Assert.Equal(values, again.Series[name]);
        Assert.NotEqual(one.Series["rms/first"], Measure(5, false, 1).Series["rms/first"]);
    }

    [Fact]
    public void A_perturbation_of_length_0_leaves_the_clean_answers_and_numbers_are_finite()
    {
        Measurements found = Measure(6, false, 1);
        Assert.Equal([0.0], found.Series["errors at r = 0"]);
        foreach ((string name, double[] values) in found.Series.Where(pair => pair.Key.StartsWith("curve/", StringComparison.Ordinal))) Assert.Equal(0, values[0]);
        Assert.All(found.Series.Values.SelectMany(values => values), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void A_surer_perturbation_is_longer_and_surer()
    {
        Measurements found = Measure(6, false, 1);
        foreach (string net in new[] { "first", "second", "disjoint" })
        {
            double[] isFound = found.Series[$"found ahead by 1/{net}"], probability = found.Series[$"probability ahead by 1/{net}"];
            Assert.True(isFound.Average() > 0.5, $"found {isFound.Average()}");
            Assert.True(found.Series[$"rms ahead by 1/{net}"].Average() > found.Series[$"rms ahead by 0/{net}"].Average());
            Assert.All(probability.Where((_, image) => isFound[image] > 0), p => Assert.True(p >= Math.E / (Math.E + 9), $"{p}"));      // a lead of one logit over nine others
        }
    }

    [Fact]
    public void A_wrong_answer_is_an_error_at_no_distance_and_a_right_one_is_not()
    {
        Measurements found = Measure(6, false, 1);
        double[] distances = found.Series["distance/first after 60"], labels = found.Series["placed/labels"], became = found.Series["became/first after 60"];
        Assert.All(distances, distance => Assert.InRange(distance, 0, 8));
        Assert.All(labels.Zip(became), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.Equal(distances.Count(distance => distance > 0), found.Series["nearer/first after 60"].Length);
        double[] early = found.Series["distance/first after 2"];
        Assert.True(early.Count(distance => distance == 0) > distances.Count(distance => distance == 0), "a net that has hardly learned errs more often");
    }

    [Fact]
    public void A_flag_on_any_model_forbids_what_is_said_of_models()
    {
        Measurements[] found = [.. s_found.Value.Select(one =>
        {
            var copy = new Measurements();
            foreach ((string name, double[] values) in one.Series) copy.Add(name, [.. values]);
            return copy;
        })];
        string flag = found[2].Series.Keys.Single(name => name.StartsWith("flags of convolutional/gradients", StringComparison.Ordinal));
        Assert.Equal([1.0], found[2].Series[flag]);
        found[2].Series[flag][0] = 0;
        Claim[] claims = [.. s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims];
        Assert.Equal([Verdict.ControlFailed, Verdict.ControlFailed], new[] { claims[5].Verdict, claims[6].Verdict });
    }

    [Fact]
    public void Softmax_nets_differ_by_their_decay_and_nothing_else()
    {
        Measurements found = Measure(6, false, 1, s_tiny with { Decays = [1, 1e-4, 1e-4, 1.01e-4] });
        double rms = Mean("softmax 0.0001");
        Assert.Equal(rms, Mean("softmax 0.000101"), 1e-3 * rms);
        Assert.True(Mean("softmax 1") > 1.1 * rms, $"{Mean("softmax 1")}, {rms}");
        Assert.True(Math.Abs(Mean("softmax again") - rms) > 1e-3 * rms, $"{Mean("softmax again")}, {rms}");

        double Mean(string model) => found.Series[$"model rms/{model}"].Average();
    }

    [Fact]
    public void One_number_twice_is_one()
    {
        Assert.Contains("decays", Assert.Throws<UsageException>(() => Measure(6, false, 1, s_tiny with { Decays = [0.01, 0.01] })).Message, StringComparison.Ordinal);
        Assert.Contains("confidences", Assert.Throws<UsageException>(() => Measure(6, false, 1, s_tiny with { Confidences = [1, 1] })).Message, StringComparison.Ordinal);
        Measurements found = s_found.Value[0];
        Imperceptible.Settings turned = s_tiny with { Confidences = [1, 0, 1], Decays = [1, 1e-4], Stages = [60, 2, 10, 10], Fewer = [100, 100] };
        Assert.Equal(Texts(s_tiny), Texts(turned));
        Assert.Equal(found.Series.Keys, Measure(1, false, 1, turned).Series.Keys);

        string[] Texts(Imperceptible.Settings s) => [.. s_puzzle.Conclude(new Evidence(s_seeds, s_found.Value), s).Claims.Select(claim => FormattableString.Invariant($"{claim.Value} {claim.Verdict} {claim.Note}"))];
    }

    [Fact]
    public void Of_one_moment_nothing_can_be_said_about_learning()
    {
        UsageException error = Assert.Throws<UsageException>(() => s_puzzle.Measure(new Lab(1, new CpuDevice(1), s_digits), s_tiny with { Stages = [60, 61] }));
        Assert.Contains("stages", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nets_that_are_right_on_nothing_cannot_be_attacked()
    {
        UsageException error = Assert.Throws<UsageException>(() =>
            s_puzzle.Measure(new Lab(1, new CpuDevice(1), s_digits), s_tiny with { Epochs = 60, LearningRate = 0 }));
        Assert.Contains("epochs", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("images", "12")]
    [InlineData("other-hidden", "5,6,7")]
    [InlineData("learning-rate", "0.5")]
    public void A_setting_reads_back_as_it_was_set(string name, string text)
    {
        Setting setting = Setting.Of(s_puzzle.SettingsType).Single(one => one.Name == name);
        Assert.Equal(text, setting.Text(setting.With(s_tiny, text)));
    }

    private static Findings Run(bool placebo) =>
        s_puzzle.Conclude(new Evidence(s_seeds, placebo ? [.. s_seeds.Select(seed => Measure(seed, true, 1))] : s_found.Value), s_tiny);

    private static Measurements Measure(long seed, bool placebo, int threads, Imperceptible.Settings? settings = null) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), s_digits, placebo), settings ?? s_tiny);
}
