using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Tasks in the order in which they are learned, under one scenario.</summary>
/// <example><code>
/// TaskStream stream = TaskStream.Split(train, test, classesPerTask: 2, Scenario.ClassIncremental, new RandomStream(seed, "order of the tasks"));
/// var net = new Mlp([784, 400, 400, stream.Outputs], Activation.Relu, Initialiser.He, new RandomStream(seed, "weights"));
/// </code></example>
public sealed partial class TaskStream
{
    /// <summary>A stream of any tasks, of digits and then of shoes say.</summary>
    /// <param name="scenario">What is told at test.</param>
    /// <param name="tasks">In the order in which they are learned. Under a domain-incremental scenario all have as many classes.</param>
    /// <exception cref="TensorException">There are no tasks; images of one task differ from another's in shape or dtype; a task has no images, twice the
    /// same class, or images of a class that is none of its own; or the tasks cannot share their output units.</exception>
    public TaskStream(Scenario scenario, IReadOnlyList<TaskData> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (tasks.Count == 0) throw new TensorException("task stream: there are no tasks; pass at least one");
        foreach (TaskData task in tasks) Check(task, tasks[0]);
        if (scenario == Scenario.DomainIncremental && tasks.FirstOrDefault(task => task.Classes.Count != tasks[0].Classes.Count) is { } other)
            throw new TensorException($"task stream: '{tasks[0].Name}' has {tasks[0].Classes.Count} classes and '{other.Name}' {other.Classes.Count}; domain-incremental tasks share their output units and have as many");
        Scenario = scenario;
        bool shared = scenario == Scenario.DomainIncremental;
        int[] first = [.. tasks.Select((_, t) => shared ? 0 : tasks.Take(t).Sum(task => task.Classes.Count))];
        Outputs = first[^1] + tasks[^1].Classes.Count;
        Tasks = [.. tasks.Select((task, t) => Place(task, t, first[t]))];
    }

    private TaskStream(Scenario scenario, IReadOnlyList<LearningTask> tasks, int outputs) => (Scenario, Tasks, Outputs) = (scenario, tasks, outputs);

    /// <summary>What is told at test.</summary>
    public Scenario Scenario { get; }

    /// <summary>The tasks, first to last.</summary>
    public IReadOnlyList<LearningTask> Tasks { get; }

    /// <summary>How many output units the network needs.</summary>
    public int Outputs { get; }

    /// <summary>The units among which a network that has learned some tasks chooses its answer to a task's images: the task's own (task-incremental),
    /// all (domain-incremental), or those of all tasks met so far, and of those before the one asked for where that is still to come
    /// (class-incremental).</summary>
    /// <param name="task">The number of the task whose images are shown.</param>
    /// <param name="after">The number of the last task learned; -1 for none.</param>
    public IReadOnlyList<int> TestOutputs(int task, int after) =>
        Scenario == Scenario.ClassIncremental ? Tasks[Math.Max(task, after)].TrainOutputs : Tasks[task].TrainOutputs;

    /// <summary>The output units of the first tasks, each once.</summary>
    internal IReadOnlyList<int> Met(int tasks) => [.. Tasks.Take(tasks).SelectMany(task => task.Outputs).Distinct()];

    /// <summary>The same stream with all output units active from the first task on, those of classes still to come included, as Avalanche and Mammoth have it. The network
    /// then learns early to call no image by them, and penalties on its weights hold it to that: scores differ by much, so say which it was.</summary>
    /// <exception cref="TensorException">Not class-incremental.</exception>
    public TaskStream WithAllOutputs() => Scenario == Scenario.ClassIncremental
        ? new(Scenario, [.. Tasks.Select(task => task with { TrainOutputs = Tasks[^1].TrainOutputs })], Outputs)
        : throw new TensorException($"task stream: {Scenario.Title()} tasks have their own outputs or share all; only class-incremental ones can have those of tasks to come");

    private LearningTask Place(TaskData task, int number, int first)
    {
        int[] own = [.. Enumerable.Range(first, task.Classes.Count)];
        return new LearningTask(number, task.Name, Seen(task.Train), Seen(task.Test), task.Classes, own, Scenario == Scenario.ClassIncremental ? [.. Enumerable.Range(0, first + own.Length)] : own);

        Examples Seen(LabelledImages images)
        {
            Dictionary<int, int> units = task.Classes.Select((label, i) => (label, own[i])).ToDictionary();
            int[] labels = Array.ConvertAll(images.Classes, label => units[label]);
            return new Examples(images.Images, Tensor.From(labels, [labels.Length], images.Images.Device), [.. Enumerable.Repeat(number, labels.Length)]);
        }
    }

    private static void Check(TaskData task, TaskData first)
    {
        if (task.Classes.Count == 0 || task.Classes.Distinct().Count() != task.Classes.Count)
            throw new TensorException($"task stream: the classes of '{task.Name}' are [{string.Join(", ", task.Classes)}]; a task has at least one, and each once");
        foreach (LabelledImages images in new[] { task.Train, task.Test })
        {
            if (images.Count == 0) throw new TensorException($"task stream: '{task.Name}' has {task.Train.Count} images to learn from and {task.Test.Count} to test; both are at least 1");
            if (images.Classes.Except(task.Classes).ToArray() is { Length: > 0 } strange)
                throw new TensorException($"task stream: '{task.Name}' has images of class {strange[0]}; its classes are [{string.Join(", ", task.Classes)}]");
            if (images.Images.DType != first.Train.Images.DType || !images.Images.Shape.Sizes[1..].SequenceEqual(first.Train.Images.Shape.Sizes[1..]))
                throw new TensorException($"task stream: images of '{task.Name}' are {images.Images.DType.Name()} {images.Images.Shape}, those of '{first.Name}' {first.Train.Images.DType.Name()} {first.Train.Images.Shape}; one network sees all, so they are alike");
        }
    }
}
