using DeepPuzzles.Autograd;
using DeepPuzzles.Experiments.Data;
using DeepPuzzles.Experiments.Forgetting;
using DeepPuzzles.Experiments.Laboratory;
using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Forgetting;

// What the puzzle compares HAT with, and on which tasks.
public class HardAttentionArmsTests
{
    private static readonly DataSet s_digits = DataSource.Load(new DataRequest("digits"));

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
}
