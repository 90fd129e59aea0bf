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
        Assert.InRange(findings.Claims[0].Controls[1].Value, 0, 0.75);
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
