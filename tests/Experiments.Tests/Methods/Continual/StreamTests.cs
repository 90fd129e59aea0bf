using DeepPuzzles.Experiments.Methods.Continual;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Tests.Methods.Continual;

public sealed class StreamTests
{
    private static int[] Labels(Examples examples) => examples.Labels.ToArray<int>();

    [Fact]
    public void EachScenarioHasItsOutputs()
    {
        TaskStream told = Toys.Split(Scenario.TaskIncremental), shared = Toys.Split(Scenario.DomainIncremental), all = Toys.Split(Scenario.ClassIncremental);
        Assert.Equal([6, 2, 6], new[] { told, shared, all }.Select(stream => stream.Outputs));
        Assert.Equal([[0, 1], [2, 3], [4, 5]], told.Tasks.Select(task => task.TrainOutputs));
        Assert.Equal([[0, 1], [0, 1], [0, 1]], shared.Tasks.Select(task => task.TrainOutputs));
        Assert.Equal([[0, 1], [0, 1, 2, 3], [0, 1, 2, 3, 4, 5]], all.Tasks.Select(task => task.TrainOutputs));
        Assert.Equal([2, 3], told.TestOutputs(1, after: 2));
        Assert.Equal([0, 1, 2, 3, 4, 5], all.TestOutputs(1, after: 2));
        Assert.Equal([0, 1, 2, 3], all.TestOutputs(1, after: -1));
        TaskStream early = all.WithAllOutputs();
        Assert.All(early.Tasks, task => Assert.Equal(Enumerable.Range(0, 6), task.TrainOutputs));
        Assert.Equal(Enumerable.Range(0, 6), early.TestOutputs(0, after: 0));
        Assert.Equal(all.Tasks.Select(task => task.Outputs), early.Tasks.Select(task => task.Outputs));
        Assert.Throws<TensorException>(shared.WithAllOutputs);
    }

    [Theory]
    [InlineData(Scenario.TaskIncremental)]
    [InlineData(Scenario.DomainIncremental)]
    [InlineData(Scenario.ClassIncremental)]
    public void ASplitKeepsEveryImageOnceWithItsClass(Scenario scenario)
    {
        LabelledImages images = Toys.Images(50);
        TaskStream stream = TaskStream.Split(images, images, 2, scenario, new RandomStream(2, "order"));
        Assert.Equal(Enumerable.Range(0, Toys.Classes), stream.Tasks.SelectMany(task => task.Classes).Order());
        Assert.NotEqual(Enumerable.Range(0, Toys.Classes), stream.Tasks.SelectMany(task => task.Classes));
        List<(int, double)> found = [];
        foreach (LearningTask task in stream.Tasks)
        {
            double[] pixels = Toys.Numbers(task.Train.Images);
            int[] classes = [.. Labels(task.Train).Select(unit => task.Classes[task.Outputs.ToList().IndexOf(unit)])];
            found.AddRange(classes.Select((label, i) => (label, pixels[i * Toys.Pixels])));
            Assert.All(task.Train.Tasks, number => Assert.Equal(task.Number, number));
        }
        double[] all = Toys.Numbers(images.Images);
        Assert.Equal(images.Labels.ToArray<int>().Select((label, i) => (label, all[i * Toys.Pixels])).Order(), found.Order());
    }

    [Fact]
    public void TheOrderOfTasksComesFromItsStreamAlone()
    {
        int[] Classes(ulong seed) => [.. TaskStream.Split(Toys.Images(50), Toys.Images(50, 8), 2, Scenario.TaskIncremental, new RandomStream(seed, "order")).Tasks.SelectMany(task => task.Classes)];
        Assert.Equal(Classes(1), Classes(1));
        Assert.NotEqual(Classes(1), Classes(2));
    }

    [Fact]
    public void APermutationIsTheSameForAllImagesAndTheFirstTaskHasNone()
    {
        LabelledImages train = Toys.Images(30), test = Toys.Images(20, 9);
        TaskStream stream = TaskStream.Permuted(train, test, 3, Scenario.ClassIncremental, new RandomStream(1, "pixels"));
        Assert.Equal(18, stream.Outputs);
        Assert.Equal(Toys.Numbers(train.Images), Toys.Numbers(stream.Tasks[0].Train.Images));
        foreach (LearningTask task in stream.Tasks.Skip(1))
        {
            double[] first = Toys.Numbers(train.Images[0]), shown = Toys.Numbers(task.Train.Images[0]);
            int[] order = Array.ConvertAll(shown, pixel => Array.IndexOf(first, pixel));
            Assert.NotEqual(Enumerable.Range(0, Toys.Pixels), order);
            Assert.Equal(Toys.Numbers(test.Images.Rows(Tensor.From(order, [order.Length]), axis: 1)), Toys.Numbers(task.Test.Images));
        }
    }

    [Fact]
    public void QuarterTurnsMovePixelsAndMixNone()
    {
        Tensor image = Tensor.From([1f, 2, 3, 4, 5, 6, 7, 8, 9], [1, 9]);
        Assert.Equal([3f, 6, 9, 2, 5, 8, 1, 4, 7], Rotation.Turn(image, 3, 3, 90).ToArray<float>());
        Assert.Equal(image.ToArray<float>(), Rotation.Turn(image, 3, 3, 0).ToArray<float>());
        Assert.Equal([9f, 8, 7, 6, 5, 4, 3, 2, 1], Rotation.Turn(image.Reshape(1, 3, 3), 3, 3, 180).ToArray<float>());
        float[] even = Rotation.Turn(Tensor.From([1f, 2, 3, 4], [1, 4]), 2, 2, -90).ToArray<float>();
        Assert.Equal([3f, 1, 4, 2], even);
    }

    [Fact]
    public void ASmallTurnAndItsReverseGiveASmoothImageBack()
    {
        const int Size = 28;
        Tensor smooth = Tensor.From([.. from y in Enumerable.Range(0, Size) from x in Enumerable.Range(0, Size) select (float)Math.Exp(-((x - 12.0) * (x - 12) + (y - 17.0) * (y - 17)) / 30)], [1, Size * Size]);
        Tensor turned = Rotation.Turn(smooth, Size, Size, 30);
        Assert.True((turned - smooth).Abs().Max().Item() > 0.3);
        Assert.True((Rotation.Turn(turned, Size, Size, -30) - smooth).Abs().Max().Item() < 0.03);
    }

    [Fact]
    public void RotatedTasksAreTurnedImages()
    {
        LabelledImages images = Toys.Images(20);
        TaskStream stream = TaskStream.Rotated(images, images, (3, 4), [0, 80, 160], Scenario.DomainIncremental);
        Assert.Equal(["turned by 0°", "turned by 80°", "turned by 160°"], stream.Tasks.Select(task => task.Name));
        Assert.Equal(Toys.Numbers(Rotation.Turn(images.Images, 3, 4, 160)), Toys.Numbers(stream.Tasks[2].Train.Images));
        Assert.Equal(Toys.Classes, stream.Outputs);
    }

    [Fact]
    public void StreamsThatMakeNoSenseAreRefused()
    {
        LabelledImages images = Toys.Images(24);
        Refused("domain-incremental tasks share", () => TaskStream.Split(images, images, 4, Scenario.DomainIncremental));
        Refused("0 classes for a task", () => TaskStream.Split(images, images, 0, Scenario.TaskIncremental));
        Refused("no tasks", () => TaskStream.Permuted(images, images, 0, Scenario.TaskIncremental, new RandomStream(1, "pixels")));
        Refused("no tasks", () => TaskStream.Permuted(images, images, -1, Scenario.TaskIncremental, new RandomStream(1, "pixels")));
        Refused("no image of class 17; pass the classes of each task, of [0, 1, 2, 3, 4, 5]", () => TaskStream.Split(images, images, [[0, 1], [2, 17]], Scenario.TaskIncremental));
        Refused("has 0 images to learn from", () => TaskStream.Split(new(images.Images[..2], images.Labels[..2]), images, [[0, 1], [2]], Scenario.TaskIncremental));
        Refused("each once", () => TaskStream.Split(images, images, [[0, 0]], Scenario.TaskIncremental));
        Refused("has images of class 2", () => new TaskStream(Scenario.TaskIncremental, [new TaskData("a", images, images, [0, 1])]));
        Refused("no planes of 5 by 5", () => TaskStream.Rotated(images, images, (5, 5), [0], Scenario.TaskIncremental));
        Refused("turned by NaN°", () => TaskStream.Rotated(images, images, (3, 4), [0, double.NaN], Scenario.DomainIncremental));
        Refused("images are floats", () => new LabelledImages(Tensor.Zeros([3, 2]), Tensor.Zeros([3])));
        Refused("a label of -1", () => new LabelledImages(Tensor.Zeros([1, 2]), Tensor.From([-1], [1])));
        var wide = new LabelledImages(Tensor.Zeros([24, 13]), images.Labels);
        int[] classes = [.. Enumerable.Range(0, Toys.Classes)];
        Refused("one network sees all", () => new TaskStream(Scenario.TaskIncremental, [new TaskData("a", images, images, classes), new TaskData("b", wide, wide, classes)]));

        static void Refused(string why, Func<object> make) => Assert.Contains(why, Assert.Throws<TensorException>(make).Message);
    }
}
