using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

// The usual streams, of any images.
public sealed partial class TaskStream
{
    /// <summary>Some of the classes in each task ("split MNIST": Zenke, Poole and Ganguli 2017).</summary>
    /// <param name="train">What is learned from.</param>
    /// <param name="test">What is asked.</param>
    /// <param name="classesPerTask">Of the classes 0 … k - 1, k being one more than the largest label; the last task may have fewer, unless tasks share their output
    /// units.</param>
    /// <param name="scenario">What is told at test.</param>
    /// <param name="order">Shuffles the classes, and with them the tasks; null for rising order.</param>
    /// <exception cref="TensorException">Fewer than one class for a task, a class of which there is no image, or the stream is refused.</exception>
    public static TaskStream Split(LabelledImages train, LabelledImages test, int classesPerTask, Scenario scenario, RandomStream? order = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (classesPerTask < 1) throw new TensorException($"task stream: {classesPerTask} classes for a task; it takes at least 1");
        int classes = train.Count == 0 ? 0 : train.Classes.Max() + 1;
        return Split(train, test, [.. (order?.Permutation(classes) ?? [.. Enumerable.Range(0, classes)]).Chunk(classesPerTask)], scenario);
    }

    /// <summary>Chosen classes in each task, in that order.</summary>
    /// <param name="train">What is learned from; images of other classes are left out.</param>
    /// <param name="test">What is asked.</param>
    /// <param name="classes">For each task its classes.</param>
    /// <param name="scenario">What is told at test.</param>
    /// <exception cref="TensorException">There is no image of a class, to learn from or to test; or the stream is refused.</exception>
    public static TaskStream Split(LabelledImages train, LabelledImages test, IReadOnlyList<int[]> classes, Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(classes);
        int[] known = [.. train.Classes.Union(test.Classes).Order()];
        if (classes.SelectMany(some => some).Except(known).ToArray() is { Length: > 0 } strange)
            throw new TensorException($"task stream: there is no image of class {strange[0]}; pass the classes of each task, of [{string.Join(", ", known)}]");
        return SplitDrawn(train, test, classes, scenario);
    }

    /// <summary>The same of few images drawn at random, among which a class may be missing.</summary>
    internal static TaskStream SplitDrawn(LabelledImages train, LabelledImages test, IReadOnlyList<int[]> classes, Scenario scenario)
    {
        return new(scenario, [.. classes.Select(some => new TaskData(string.Join(", ", some), Of(train, some), Of(test, some), some))]);

        static LabelledImages Of(LabelledImages all, int[] some)
        {
            int[] rows = [.. Enumerable.Range(0, all.Count).Where(i => some.Contains(all.Classes[i]))];
            return new(all.Images.Rows(rows), all.Labels.Rows(rows));
        }
    }

    /// <summary>The same images in each task, with their pixels in another order ("permuted MNIST": Goodfellow et al. 2014). The first task shows them as they
    /// are. Each task keeps images of its own.</summary>
    /// <param name="train">What is learned from.</param>
    /// <param name="test">What is asked.</param>
    /// <param name="tasks">How many.</param>
    /// <param name="scenario">What is told at test.</param>
    /// <param name="random">Where the permutations come from; every number of an image counts as a pixel.</param>
    /// <exception cref="TensorException">Fewer than one task, or the stream is refused.</exception>
    public static TaskStream Permuted(LabelledImages train, LabelledImages test, int tasks, Scenario scenario, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(random);
        if (tasks < 1) throw new TensorException($"task stream: there are no tasks, for {tasks} are asked for; pass at least one");
        int pixels = train.Count == 0 ? 0 : train.Images.Count / train.Count;
        return Seen(train, test, scenario, [.. Enumerable.Range(0, tasks).Select(task => ($"permutation {task}", Shuffle(task == 0 ? null : random.Permutation(pixels))))]);

        static Func<Tensor, Tensor> Shuffle(int[]? order) => images => order is null
            ? images
            : images.Reshape(images.Shape[0], order.Length).Rows(Tensor.From(order, [order.Length], images.Device), axis: 1).Reshape(images.Shape);
    }

    /// <summary>The same images in each task, turned by another angle ("rotated MNIST": Lopez-Paz and Ranzato 2017).</summary>
    /// <param name="train">What is learned from: [n, ...] of as many numbers as whole planes of the given size.</param>
    /// <param name="test">What is asked.</param>
    /// <param name="size">Height and width of an image, in pixels.</param>
    /// <param name="degrees">For each task the angle; counter-clockwise above 0.</param>
    /// <param name="scenario">What is told at test.</param>
    /// <param name="order">Shuffles the tasks; null for the given order.</param>
    /// <exception cref="TensorException">The images have another size, an angle is not finite, or the stream is refused.</exception>
    public static TaskStream Rotated(
        LabelledImages train, LabelledImages test, (int Height, int Width) size, IReadOnlyList<double> degrees, Scenario scenario, RandomStream? order = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(degrees);
        int[] places = order?.Permutation(degrees.Count) ?? [.. Enumerable.Range(0, degrees.Count)];
        return Seen(train, test, scenario, [.. places.Select(i => (
            FormattableString.Invariant($"turned by {degrees[i]}°"), (Func<Tensor, Tensor>)(images => Rotation.Turn(images, size.Height, size.Width, degrees[i]))))]);
    }

    private static TaskStream Seen(LabelledImages train, LabelledImages test, Scenario scenario, IReadOnlyList<(string Name, Func<Tensor, Tensor> View)> views)
    {
        ArgumentNullException.ThrowIfNull(test);
        int classes = train.Count == 0 ? 0 : train.Classes.Max() + 1;
        return new(scenario, [.. views.Select(view => new TaskData(view.Name, train.With(view.View(train.Images)), test.With(view.View(test.Images)), [.. Enumerable.Range(0, classes)]))]);
    }
}
