using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
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
        Findings findings = Run(placebo: false);
        Assert.InRange(findings.Claims[0].Value, -0.1, 0.01);
        Assert.InRange(findings.Claims[0].Controls[1].Value, -0.1, 0.2);
        Assert.True(findings.Claims[0].Controls[2].Value > 0.65, $"accuracy just learned {findings.Claims[0].Controls[2].Value}");
        Assert.Equal(["matrices", "masks", "reuse", "hardening", "price", "capacity", "rho", "rho-mixture"], findings.Figures.Select(figure => figure.Name));
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
    public void Scaled_steps_are_another_learning_rate()
    {
        Assert.Equal(Learn(new Naive(), 0.1), Learn(new ScaledSteps(_ => 0.5), 0.2));
        Assert.NotEqual(Learn(new Naive(), 0.2), Learn(new ScaledSteps(_ => 0.5), 0.2));

        static double[] Learn(Strategy strategy, double rate)
        {
            var found = new Measurements();
            _ = new TaskRuns(new Lab(1, new CpuDevice(1), s_digits), new TaskSizes(3, 100, 150, 8, 4, 16, rate), found, 1).Run(TaskRuns.Split, "one", Arm.Control, () => strategy, () => strategy, [30]);
            return found.Series["accuracy/one/split"];
        }
    }

    [Fact]
    public void Long_steps_are_as_long_as_compensated_ones_in_their_own_direction()
    {
        const double Largest = 50;
        var hat = new Hat(0.75, Largest) { Compensates = false };
        var probe = new LongStepsProbe(hat, Largest);
        var found = new Measurements();
        Strategy whole = new Combined(hat, probe.Before, new LongSteps(hat, Largest), probe);
        _ = new TaskRuns(new Lab(1, new CpuDevice(1), s_digits), new TaskSizes(3, 100, 150, 8, 4, 16, 0.2), found, 1).Run(TaskRuns.Split, "one", Arm.Control, () => whole, () => whole, [30]);
        Assert.True(probe.Compared > 20, $"{probe.Compared}");
    }

    private sealed class LongStepsProbe(Hat hat, double largest) : Strategy
    {
        public Methods.Continual.Passing Before { get; } = new();

        public int Compared { get; private set; }

        public override string Name => "long steps' probe";

        public override Gradients Restrict(Learner learner, Gradients gradients)
        {
            Parameter e = hat.Parameters.Single(one => !one.IsFrozen);
            Tensor before = Before.Gradients![e];
            double[] q = Numbers(before), given = Numbers(gradients[e]), goal = Numbers(Hat.Compensated(before, e.Value, Hat.Scale(largest, learner.Batch, learner.Batches), largest));
            double length = Dot(q, q), wanted = Math.Sqrt(Dot(goal, goal));
            if (length == 0 || wanted == 0) return gradients;
            Assert.Equal(wanted, Math.Sqrt(Dot(given, given)), 1e-4 * wanted);
            Assert.Equal(1, Dot(q, given) / Math.Sqrt(length * Dot(given, given)), 1e-4);
            Compared++;
            return gradients;
        }

        private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

        private static double[] Numbers(Tensor x) => x.To(DType.Float64).ToArray<double>();
    }

    [Fact]
    public void The_mixture_has_eight_tasks_of_images_of_one_size()
    {
        var lab = new Lab(1, new CpuDevice(1), s_digits);
        var images = new LabelledImages(lab.Images(s_digits.Train), lab.Labels(s_digits.Train));
        TaskStream stream = TaskMixture.Of(lab, images, images, (8, 8), 50, onValidation: false, lab.Random("order")), other = TaskMixture.Of(lab, images, images, (8, 8), 50, onValidation: true, lab.Random("another order"));
        Assert.Equal([2, 2, 2, 2, 2, 10, 10, 10], stream.Tasks.Select(task => task.Classes.Count).Order());
        Assert.Equal(Enumerable.Range(0, 10), stream.Tasks.Where(task => task.Classes.Count == 2).SelectMany(task => task.Classes).Order());
        Assert.All(stream.Tasks, task => Assert.Equal([50, 64], task.Train.Images.Shape.Sizes.ToArray()));
        Assert.NotEqual(stream.Tasks.Select(task => task.Name), other.Tasks.Select(task => task.Name));
        LearningTask upsideDown = stream.Tasks.Single(task => task.Name == "turned by 180°"), digits = stream.Tasks.Single(task => task.Name == "digits");
        Assert.Equal(images.Images[..50].ToArray<float>().Chunk(64).SelectMany(image => image.Reverse()), upsideDown.Train.Images.ToArray<float>());
        Assert.Equal(s_digits.Test.Count, digits.Test.Count);
        Assert.Equal(s_digits.Validation.Count, other.Tasks.Single(task => task.Name == "digits").Test.Count);
    }

    [Fact]
    public void Digits_in_the_mixture_are_enlarged_by_their_nearest_pixel()
    {
        var wide = new DataSet("wide", 16, 8, 1, 10, s_digits.Train, s_digits.Validation, s_digits.Test, null, "");
        var lab = new Lab(1, new CpuDevice(1), wide);
        var images = new LabelledImages(lab.Random("pixels").Normal([20, 128]), Tensor.From(Enumerable.Range(0, 20).Select(i => i % 10).ToArray(), [20]));
        float[] enlarged = TaskMixture.Of(lab, images, images, (8, 16), 5, false, lab.Random("order")).Tasks.Single(task => task.Name == "digits").Train.Images.ToArray<float>();
        Assert.Equal(5 * 128, enlarged.Length);
        Assert.All(enlarged.Chunk(2), pair => Assert.Equal(pair[0], pair[1]));
        Assert.True(enlarged.Distinct().Count() > 10);
    }

    [Fact]
    public void Only_the_joint_reference_settles()
    {
        Assert.Equal(Learn(() => new Naive(), settles: false), Learn(() => new Naive(), settles: true));
        Assert.NotEqual(Learn(() => new Joint(), settles: false), Learn(() => new Joint(), settles: true));

        static double[] Learn(Func<Strategy> strategy, bool settles)
        {
            var found = new Measurements();
            var sizes = new TaskSizes(3, 100, 150, 8, 4, 16, 0.2) { SettlesJoint = settles };
            _ = new TaskRuns(new Lab(1, new CpuDevice(1), s_digits), sizes, found, 1).Run(TaskRuns.Split, "one", Arm.Control, strategy, strategy, [30]);
            return found.Series["accuracy/one/split"];
        }
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
