using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Errors;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods;
using DeepPuzzles.Experiments.Methods.Attacks;
using DeepPuzzles.Kernels;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Errors;

public class BlackBoxTests
{
    private static readonly long[] s_seeds = [1, 2, 3, 4, 5];
    private static readonly BlackBox s_puzzle = new();
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));

    private static readonly BlackBox.Settings s_tiny = new()
    {
        AttackerImages = 200,
        FirstImages = 25,
        Additions = 3,
        OracleEpochs = 6,
        SubstituteEpochs = 8,
        Hidden = [32],
        BatchSize = 32,
        LearningRate = 5e-3,
        Remembered = 300,
        TreeDepth = 8,
        Images = 150,
        Epsilon = 0.2,
        Epsilons = [0, 0.2],
    };

    private static readonly Lazy<Measurements[]> s_found = new(() => [.. s_seeds.Select(seed => Measure(seed))]);

    [Fact]
    public void Labels_alone_mislead_a_small_net_and_noise_does_not()
    {
        Findings findings = s_puzzle.Conclude(new Evidence(s_seeds, s_found.Value), s_tiny);
        Assert.Equal(s_puzzle.Claims.Select(claim => claim.Id), findings.Claims.Select(claim => claim.Id));
        Assert.All(findings.Claims, claim => Assert.DoesNotContain("sanity", claim.Note, StringComparison.Ordinal));
        Assert.InRange(findings.Claims[0].Value, 0.1, 1);
        Assert.All(s_found.Value, found => Assert.InRange(found.Series["noise/convolutional net"][0], 0, 0.15));
        Assert.Equal(["pairs", "questions", "sizes", "moons", "oracles"], findings.Figures.Select(figure => figure.Name));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_placebo_reproduces_nothing()
    {
        Measurements[] placebo = [.. s_seeds.Select(seed => Measure(seed, placebo: true))];
        Assert.DoesNotContain(s_puzzle.Conclude(new Evidence(s_seeds, placebo), s_tiny).Claims, claim => claim.Verdict is Verdict.Reproduced or Verdict.Partial);
        // The arms differ in their random numbers only.
        Assert.NotEqual(placebo[0].Series["misled/formula/convolutional net"], placebo[0].Series["misled/random/convolutional net"]);
        Assert.Equal(s_found.Value[0].Series["misled/random/convolutional net"], placebo[0].Series["misled/random/convolutional net"]);
    }

    /// <summary>Nobody claims that the Jacobian is of no use, so a placebo that still used it could pass unseen.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_in_a_placebo_the_treatment_moves_at_random(bool placebo)
    {
        var lab = new Lab(1, new CpuDevice(1), s_digits, placebo);
        Tensor first = lab.Images(s_digits.Train)[..s_tiny.FirstImages];
        var oracle = new NearestNeighbours(lab.Images(s_digits.Train), [.. s_digits.Train.Labels.ToArray().Select(label => (int)label)], s_digits.Classes, 5);
        var victim = new Victim(lab, "oracle", oracle.Predict, 50);
        Measurements found = new(), random = new(), jacobian = new();
        BlackBox.Taken(lab, s_tiny, "formula", victim, first, found);
        foreach ((Measurements into, bool atRandom) in new[] { (random, true), (jacobian, false) })
            new SubstituteStudy(lab, s_tiny, victim, "formula/oracle", Arm.Treatment) { WatchesEveryRound = false }.Augment(victim.Oracle(), first, atRandom, s_tiny.Additions).Note(into);
        Assert.NotEqual(random.Series["agreement/formula/oracle"], jacobian.Series["agreement/formula/oracle"]);
        Assert.All((placebo ? random : jacobian).Series, series => Assert.Equal(series.Value, found.Series[series.Key]));

        // The points that are added first on the moons, by their definition.
        Measurements whole = placebo ? Measure(1, placebo: true) : s_found.Value[0];
        double[] asked = whole.Series["moons/formula/asked/2"], before = whole.Series["moons/formula/asked/0"];
        double[] signs = lab.Random("augmentation on the moons", Arm.Treatment).Child("signs 0").Uniform([before.Length / 2, 2], -1, 1).Sign().To(DType.Float64).ToArray<double>();
        int same = before.Index().Count(x => Math.Sign(asked[before.Length + x.Index] - x.Item) == signs[x.Index]);
        Assert.Equal(placebo, same == before.Length);
    }

    [Fact]
    public void Arms_are_paired_and_every_question_is_counted()
    {
        foreach (Measurements found in s_found.Value)
        {
            // Before anything is added, all have asked about the same images and learned the same.
            Assert.Single(((string[])["formula", "against", "random", "fresh"]).Select(name => found.Series[$"misled/{name}/convolutional net"][0]).Distinct());
            foreach (string name in (string[])["formula", "against", "random", "random again", "shuffled", "fresh"]) Assert.Equal([25, 50, 100, 200], found.Series[$"queries/{name}/convolutional net"]);
        }
        Measurements[] broken = [.. s_seeds.Select(seed => Measure(seed, settings: s_tiny with { Additions = 0 }))];
        broken[3].Series["queries/random/convolutional net"][0]++;
        Assert.All(s_puzzle.Conclude(new Evidence(s_seeds, broken), s_tiny with { Additions = 0 }).Claims, claim => Assert.Equal(Verdict.ControlFailed, claim.Verdict));
    }

    [Fact]
    public void Every_step_that_is_compared_has_the_same_length_and_schedules_have_their_signs()
    {
        const string Net = "convolutional net";
        foreach (Measurements found in s_found.Value)
        {
            // The second ε of the curves is that of the claims.
            Assert.Equal(found.Series["sweep/formula"][1], found.Series[$"taken/{Net}"][0]);
            Assert.Equal(found.Series["sweep/formula"][1], found.Series[$"misled/formula/{Net}"][^1]);
            Assert.Equal(found.Series["sweep/noise"][1], found.Series[$"noise/{Net}"][0]);
            Assert.NotEqual(found.Series[$"agreement/formula/{Net}"], found.Series[$"agreement/against/{Net}"]);
            Assert.NotEqual(found.Series[$"agreement/random/{Net}"][^1], found.Series[$"agreement/random again/{Net}"][^1]);
            double[] before = found.Series["moons/formula/asked/0"], formula = found.Series["moons/formula/asked/2"], against = found.Series["moons/against/asked/2"];
            for (int i = 0; i < before.Length; i++)
            {
                double with = formula[before.Length + i], opposite = against[before.Length + i];
                if (with is > 0 and < 1 && opposite is > 0 and < 1) Assert.Equal(2 * before[i], with + opposite, 3e-3);
            }
        }
    }

    [Fact]
    public void The_best_step_that_asks_nothing_is_looked_up_on_validation_images()
    {
        var lab = new Lab(1, new CpuDevice(1), s_digits);
        // Says 0 of whatever is dark and 1 of the rest: right about dark noughts, and misled where they are made brighter.
        var victim = new Victim(lab, "meter", images => [.. images.Mean(1).To(DType.Float64).ToArray<double>().Select(mean => mean > 0.4 ? 1 : 0)], 40);
        var found = new Measurements();
        Assert.Equal("brighter", BlackBox.NoteUnasked(lab, s_tiny, victim, found));
        Assert.Equal(found.Series["brighter/meter"], found.Series["best unasked/meter"]);
        Assert.True(found.Series["brighter/meter"][0] > found.Series["noise/meter"][0]);
        Victim validation = victim.On(lab, s_digits.Validation, "validation", 40);
        Assert.NotEqual(victim.Images.ToArray<float>(), validation.Images.ToArray<float>());
    }

    /// <summary>Claims and their controls subtract the same; a step that asks nothing and does more than a control is no reason against it.</summary>
    [Fact]
    public void Controls_subtract_what_claims_subtract()
    {
        const string Tree = "decision tree", Net = "convolutional net";
        Measurements[] found = Copies();
        foreach (Measurements seed in found)
        {
            (seed.Series[$"best unasked/{Tree}"][0], seed.Series[$"taken/{Tree}"][0]) = (0.9, 0.7);
            (seed.Series[$"misled/untrained/{Tree}"][0], seed.Series[$"misled/shuffled/{Tree}"][^1]) = (0.5, 0.6);
            (seed.Series[$"misled/random/{Net}"][^1], seed.Series[$"misled/random again/{Net}"][^1]) = (0.3, 0.4);
        }
        IReadOnlyList<Claim> claims = s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims;
        Assert.Equal(-0.2, claims[3].Value, 1e-9);
        Assert.Equal([-0.4, -0.3], claims[3].Controls.Select(control => Math.Round(control.Value, 9)));
        Assert.Equal(Verdict.NotReproduced, claims[3].Verdict);
        // Two runs at random that differ by more than the margin forbid what is made of one.
        Assert.All(claims.Skip(1).Take(2), claim => Assert.Equal((0.1, Verdict.ControlFailed), (Math.Round(claim.Controls[0].Value, 9), claim.Verdict)));
        foreach (Measurements seed in found) seed.Series[$"misled/untrained/{Tree}"][0] = 1;
        Assert.Equal(Verdict.ControlFailed, s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims[3].Verdict);
    }

    [Fact]
    public void Each_oracle_has_a_substitute_of_its_own_shuffled_labels() =>
        Assert.Equal(3, ((string[])["convolutional net", "nearest neighbours", "decision tree"]).Select(name => string.Join(' ', s_found.Value[0].Series[$"misled/shuffled/{name}"])).Distinct().Count());

    [Fact]
    public void The_signs_are_those_of_the_fast_gradient_sign_method()
    {
        var lab = new Lab(1, new CpuDevice(1), s_digits);
        var net = new Mlp([64, 20, 10], Activation.Relu, Initialiser.He, lab.Random("weights"));
        net.Freeze();
        int[] labels = [.. s_digits.Test.Labels.ToArray().Select(label => (int)label)];
        // An oracle that knows the test images: it is right about all of them, so as they are none is misled.
        var victim = new Victim(lab, "all-knowing", images => images.Shape[0] == labels.Length ? labels : [.. new int[images.Shape[0]]], 40);
        Assert.Equal(0, victim.Error);
        Assert.Equal(40, victim.Images.Shape[0]);
        Tensor signs = victim.Signs(net);
        foreach (double epsilon in new[] { 0, 0.05, 0.3 })
        {
            Tensor expected = ProjectedGradient.Fgsm(epsilon).Perturb(net.Forward, victim.Images, AttackGoal.LeaveAll(Evaluation.Answers(net.Forward, victim.Images)));
            Assert.Equal(0, ((victim.Images + signs * epsilon).Clamp(0, 1) - expected).Abs().Max().Item(), 1e-6);
        }
    }

    [Fact]
    public void Shuffled_answers_are_the_same_answers_and_are_counted()
    {
        var lab = new Lab(1, new CpuDevice(1), s_digits);
        int[] labels = [.. s_digits.Test.Labels.ToArray().Select(label => (int)label)];
        var victim = new Victim(lab, "all-knowing", images => labels[..images.Shape[0]], 40);
        LabelOracle shuffled = victim.Shuffled(lab.Random("shuffled"));
        int[] answers = shuffled.Ask(lab.Images(s_digits.Test));
        Assert.Equal(labels.Order(), answers.Order());
        Assert.NotEqual(labels, answers);
        Assert.Equal(labels.Length, shuffled.Queries);
    }

    [Fact]
    public void One_seed_measures_the_same_bits_at_any_number_of_threads()
    {
        Measurements once = s_found.Value[2], again = Measure(3, threads: 2);
        Assert.Equal(once.Series.Keys, again.Series.Keys);
        Assert.All(once.Series, series => Assert.Equal(series.Value, again.Series[series.Key]));
        Assert.NotEqual(once.Series["sweep/formula"], s_found.Value[3].Series["sweep/formula"]);
    }

    [Fact]
    public void A_full_run_lets_every_kind_of_oracle_meet_every_kind_of_substitute()
    {
        BlackBox.Settings more = s_tiny with { Grid = true, Additions = 1, Images = 40, OracleEpochs = 2, SubstituteEpochs = 2 };
        Measurements[] found = [.. s_seeds.Select(seed => Measure(seed, settings: more))];
        Findings findings = s_puzzle.Conclude(new Evidence(s_seeds, found), more);
        Assert.Equal(["grid", "reservoir"], findings.Figures.Skip(5).Select(figure => figure.Name));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
        Assert.All(findings.Claims, claim => Assert.DoesNotContain("sanity", claim.Note, StringComparison.Ordinal));
        Assert.Equal(10, found[0].Series.Keys.Count(name => name.StartsWith("grid/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Too_few_images_are_an_error_of_use()
    {
        UsageException error = Assert.Throws<UsageException>(() => Measure(1, settings: s_tiny with { FirstImages = 900 }));
        Assert.Contains("first-images", error.Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => Measure(1, settings: s_tiny with { Remembered = 2 }));
    }

    [Fact]
    public void The_full_run_reduces_nothing() =>
        Assert.All(Setting.Of(s_puzzle.SettingsType), setting => Assert.Null(setting.Reduced(s_puzzle.Full)));

    private static Measurements[] Copies() => [.. s_found.Value.Select(found =>
    {
        var copy = new Measurements();
        foreach ((string name, double[] values) in found.Series) copy.Add(name, values);
        return copy;
    })];

    private static Measurements Measure(long seed, bool placebo = false, int threads = 1, BlackBox.Settings? settings = null) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), s_digits, placebo), settings ?? s_tiny);
}
