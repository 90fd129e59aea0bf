using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Errors;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Reporting;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Errors;

public sealed class FoolingTests
{
    private static readonly long[] s_seeds = [1, 2, 3, 4, 5];
    private static readonly Fooling s_puzzle = new();
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));

    private static readonly Fooling.Settings s_tiny = new()
    {
        Epochs = 5,
        Population = 40,
        Generations = 60,
        PatternGenerations = 20,
        AscentSteps = 20,
        AscentStep = 0.05,
        RoundGenerations = 40,
        Images = 100,
        KnownPerClass = 20,
        JudgeEpochs = 10,
    };

    private static readonly Lazy<Measurements[]> s_found = new(() => [.. s_seeds.Select(seed => Measure(seed))]);

    [Fact]
    public void On_small_images_evolution_and_ascent_make_a_net_certain_and_random_fitness_does_not()
    {
        Findings findings = s_puzzle.Conclude(new Evidence(s_seeds, s_found.Value), s_tiny);
        Assert.Equal(s_puzzle.Claims.Select(claim => claim.Id), findings.Claims.Select(claim => claim.Id));
        Assert.DoesNotContain(findings.Claims, claim => claim.Note.Contains("sanity", StringComparison.Ordinal));
        Assert.All(findings.Claims.Take(3), claim => Assert.True(claim.Value > 1, $"{claim.Id}: {claim.Value}"));
        Assert.All(findings.Claims.Take(3), claim => Assert.True(claim.Controls[2].Value < 0, $"{claim.Id}: random {claim.Controls[2].Value}"));
        Assert.True(findings.Claims[6].Value > 1, $"retrained {findings.Claims[6].Value}");
        Assert.True(findings.Claims[6].Controls[1].Value > 0.8, $"known {findings.Claims[6].Controls[1].Value}");
        Assert.Equal(["gallery", "confidence", "judged", "lines", "distances", "others", "retraining"], findings.Figures.Select(figure => figure.Name));
        Assert.All(findings.Figures, figure => Assert.Contains("</svg>", figure.ToSvg(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_placebo_reproduces_nothing()
    {
        Findings findings = s_puzzle.Conclude(new Evidence(s_seeds, [.. s_seeds.Select(seed => Measure(seed, placebo: true))]), s_tiny);
        Assert.DoesNotContain(findings.Claims, claim => claim.Verdict is Verdict.Reproduced or Verdict.Partial);
        Assert.Equal(0, findings.Claims[3].Value);
    }

    [Fact]
    public void One_seed_measures_the_same_bits_at_any_number_of_threads()
    {
        Measurements once = s_found.Value[2], again = Measure(3, threads: 2);
        Assert.Equal(once.Series.Keys, again.Series.Keys);
        Assert.All(once.Series, series => Assert.Equal(series.Value, again.Series[series.Key]));
        Assert.NotEqual(once.Series["odds/pixels"], s_found.Value[3].Series["odds/pixels"]);
    }

    [Fact]
    public void Belief_only_grows_and_pictures_are_noted_with_their_form()
    {
        foreach (Measurements found in s_found.Value)
        {
            Assert.All(new[] { "curve/pixels", "curve/patterns" }, curve => Assert.Equal(found.Series[curve].Order(), found.Series[curve]));
            Assert.All(found.Series.Where(one => one.Key.StartsWith("picture", StringComparison.Ordinal)), one => Assert.Equal(3 + 64, one.Value.Length));
            Assert.Equal(0, found.Series["outside [0, 1]/pixels"][0]);
        }
    }

    [Fact]
    public void An_image_that_the_committee_accepts_or_the_net_doubts_does_not_fool()
    {
        Measurements[] found = Copies();
        foreach (Measurements seed in found)
        {
            Array.Fill(seed.Series["odds/pixels"], 10);
            Array.Fill(seed.Series["rejected/pixels"], 1);
            Array.Fill(seed.Series["rms/pixels"], 1);
            seed.Series["odds/pixels"][0] = 4;              // 98.2 %
            seed.Series["rejected/pixels"][1] = 0;
        }
        Claim[] claims = [.. s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims];
        Assert.Equal(0.8, claims[3].Value, 9);
        Assert.Equal(4.343, claims[0].Value, 3);            // log10(e^10)
        foreach (Measurements seed in found) Array.Fill(seed.Series["odds/pixels"], 4);
        // No image that is believed is far from anything; and what is bred by chance is subtracted, believed or not.
        foreach (Measurements seed in found)
        {
            double real = Sample.MedianOf(seed.Series["real/rms"]);
            Array.Fill(seed.Series["odds/random pixels"], -4);
            Array.Fill(seed.Series["rms/random pixels"], 2.5 * real);
        }
        Assert.Equal(1 - 2.5, s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims[5].Value, 1e-9);
        foreach (Measurements seed in found)
        {
            Array.Fill(seed.Series["odds/pixels"], 10);
            Array.Fill(seed.Series["rms/pixels"], 2.75 * Sample.MedianOf(seed.Series["real/rms"]));
        }
        Claim far = s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims[5];
        Assert.Equal(0.25, far.Value, 1e-9);
        Assert.NotEqual(Verdict.Reproduced, far.Verdict);
    }

    [Fact]
    public void Only_what_both_members_reject_is_off_the_data()
    {
        var lab = new Lab(1, new CpuDevice(1), s_digits);
        Tensor train = lab.Images(s_digits.Train), test = lab.Images(s_digits.Test);
        var committee = new Committee(lab, train, lab.Labels(s_digits.Train), s_tiny);
        Tensor images = Tensor.Concat([test, .. new[] { 0.05, 0.1, 0.5 }.Select(spread => (test + spread * lab.Random("noise").Normal(test.Shape)).Clamp(0, 1))]);
        bool[] far = committee.IsFar(images), unpaintable = committee.IsUnpaintable(images);
        Assert.Equal(4, far.Zip(unpaintable).Distinct().Count());
        Assert.Equal(far.Zip(unpaintable, (a, b) => a && b), committee.Rejects(images));
    }

    [Fact]
    public void Outputs_beyond_the_classes_count_against_them()
    {
        double[] z = [1, 2, 3], p = [.. z.Select(one => Math.Exp(one) / z.Sum(Math.Exp))];
        double[] odds = Belief.LogOdds(_ => Tensor.From(z, [1, 3]), Tensor.Zeros([1, 1]), 2)[0];
        Assert.Equal(2, odds.Length);
        Assert.All(odds.Zip(p), pair => Assert.Equal(Math.Log(pair.Second / (1 - pair.Second)), pair.First, 1e-12));
    }

    /// <summary>What is believed and shows what is believed fools nobody; one image that the committee's net names otherwise is enough to fail.</summary>
    [Theory]
    [InlineData(9, 4, Verdict.Reproduced)]
    [InlineData(9, 5, Verdict.NotReproduced)]
    public void A_classifier_of_distances_is_fooled_by_what_the_committees_net_names_otherwise(double rightly, double wrongly, Verdict verdict)
    {
        Measurements[] found = Copies();
        foreach (Measurements seed in found)
        {
            foreach (string method in (string[])["pixels", "patterns", "ascent"])
            {
                Array.Fill(seed.Series[$"odds/aware {method}"], rightly);
                Array.Fill(seed.Series[$"rejected/aware {method}"], 1);
                double[] wanted = seed.Series[$"wanted/aware {method}"], answered = seed.Series[$"answered by the committee's net/aware {method}"];
                Assert.Equal(Enumerable.Range(0, s_digits.Classes).Select(k => (double)k), wanted);
                wanted.CopyTo(answered, 0);
            }
            seed.Series["odds/aware ascent"][3] = wrongly;
            seed.Series["answered by the committee's net/aware ascent"][3] = 4;
            // The controls: that classifier is sure of real images, and the net is fooled.
            seed.Series["aware/real certain"][0] = 0.5;
            Array.Fill(seed.Series["odds/ascent"], 9);
            seed.Series["answered by the committee's net/ascent"][0] = 1;
        }
        Claim claim = s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims[7];
        Assert.Equal(Belief.Probability(wrongly), claim.Value, 1e-12);
        Assert.Equal(verdict, claim.Verdict);

        // A judge that names everything as it is believed can say nothing.
        foreach (Measurements seed in found)
            foreach (string method in (string[])["pixels", "patterns", "ascent"]) seed.Series[$"wanted/{method}"].CopyTo(seed.Series[$"answered by the committee's net/{method}"], 0);
        Assert.Equal(Verdict.ControlFailed, s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims[7].Verdict);
    }

    [Fact]
    public void The_committees_net_answers_whatever_it_is_shown()
    {
        var lab = new Lab(1, new CpuDevice(1), s_digits);
        Tensor test = lab.Images(s_digits.Test);
        var committee = new Committee(lab, lab.Images(s_digits.Train), lab.Labels(s_digits.Train), s_tiny);
        int[] answers = committee.Answers(test), inverted = committee.Answers(1 - test);
        Assert.InRange(answers.Zip(s_digits.Test.Labels.ToArray()).Average(pair => pair.First == pair.Second ? 1.0 : 0), 0.8, 1);
        Assert.All(committee.IsUnpaintable(1 - test), Assert.True);
        Assert.Equal(answers.Length, inverted.Length);
    }

    [Fact]
    public void A_line_begins_with_the_first_generation_and_ends_with_the_last()
    {
        Findings findings = s_puzzle.Conclude(new Evidence(s_seeds, s_found.Value), s_tiny);
        var lines = (ImageGrid)findings.Figures[3];
        Assert.Equal(2 * lines.Columns, lines.Tiles.Count);
        foreach ((ImageTile?[] row, int last) in lines.Tiles.Chunk(lines.Columns).Zip([s_tiny.Generations, s_tiny.PatternGenerations]))
        {
            Assert.StartsWith("0:", row[0]!.Caption, StringComparison.Ordinal);
            Assert.StartsWith($"{last}:", row[^1]!.Caption, StringComparison.Ordinal);
            Assert.Equal(row.Length, row.Select(tile => tile!.Caption.Split(':')[0]).Distinct().Count());
        }
    }

    [Fact]
    public void Random_fitness_is_held_against_noise_class_by_class()
    {
        Measurements[] found = Copies();
        foreach (Measurements seed in found)
        {
            double[] usual = seed.Series["noise/highest usual odds"], random = seed.Series["odds/random pixels"];
            Assert.Equal(s_digits.Classes, usual.Length);
            // Above the median class and below the one that noise is taken for.
            Array.Fill(random, (usual.Order().ElementAt(usual.Length / 2) + usual.Max()) / 2);
        }
        Assert.Equal(Verdict.ControlFailed, s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims[0].Verdict);
    }

    [Fact]
    public void Noise_that_is_believed_forbids_a_claim_of_certainty()
    {
        Measurements[] found = Copies();
        foreach (Measurements seed in found) seed.Series["noise/certain"][0] = 0.2;
        Assert.All(s_puzzle.Conclude(new Evidence(s_seeds, found), s_tiny).Claims.Take(3), claim => Assert.Equal(Verdict.ControlFailed, claim.Verdict));
    }

    [Fact]
    public void Colour_and_other_shapes_will_do()
    {
        const int Width = 10, Height = 7, Channels = 3, Classes = 3, Train = 60, Test = 15;
        var random = new Tensors.RandomStream(1, "pictures");
        DataSet colours = new("idx", Width, Height, Channels, Classes, Images(Train), Images(Test), Images(Test), null, "made up");
        Measurements found = s_puzzle.Measure(new Lab(1, new CpuDevice(1), colours), s_tiny with { Generations = 3, PatternGenerations = 3, RoundGenerations = 2, Rounds = 2, Repetitions = 2, OtherNets = 0, Population = 9 });
        Assert.Equal(2 * Classes, found.Series["odds/patterns"].Length);
        Assert.Equal(3, found.Series["retraining/median odds"].Length);

        ImageSet Images(int count) => new(Bytes(count * Width * Height * Channels, 256), Bytes(count, Classes), Width * Height * Channels, 255);
        byte[] Bytes(int count, int bound) => [.. random.HostUniform(count).Select(u => (byte)(u * bound))];
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

    private static Measurements Measure(long seed, bool placebo = false, int threads = 1) =>
        s_puzzle.Measure(new Lab(seed, new CpuDevice(threads), s_digits, placebo), s_tiny);
}
