using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

// What the network says, and which of its outputs count.
public sealed partial class Learner
{
    internal const int EvaluationBatch = 500;

    /// <summary>What stands in the place of a logit that does not count: so low that its probability is 0 and its gradient too, and finite, so that 0 times it
    /// is 0.</summary>
    private const double RuledOut = -1e30;

    /// <summary>What the network gives for examples that it learns from, recorded: logits [n, outputs], none ruled out.</summary>
    public Tensor Logits(Examples batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return _answersByTask && batch is { Task: null, Count: > 0 } ? ByTask(batch) : Strategy.Logits(this, batch.Images, batch.Task, training: true);
    }

    // For a strategy that answers each task in its own way: task after task, and back into the order of the batch.
    private Tensor ByTask(Examples batch)
    {
        int[][] tasks = [.. Enumerable.Range(0, batch.Count).GroupBy(row => batch.Tasks[row], (_, rows) => rows.ToArray())];
        int[] order = [.. tasks.SelectMany(rows => rows)], place = [.. Enumerable.Range(0, order.Length)];
        Array.Sort(order, place);
        return Tensor.Concat(Array.ConvertAll(tasks, rows => Strategy.Logits(this, batch.Images.Rows(rows), batch.Tasks[rows[0]], training: true))).Rows(place);
    }

    /// <summary>The mean cross-entropy of examples over the outputs that are active for each, in nats.</summary>
    public Tensor LossOf(Examples batch) => CrossEntropy(Logits(batch), batch);

    /// <summary>The mean cross-entropy of logits with the labels of examples, over the outputs that are active for each.</summary>
    /// <param name="logits">[n, outputs].</param>
    /// <param name="batch">n examples.</param>
    public Tensor CrossEntropy(Tensor logits, Examples batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Loss.CrossEntropy(Active(logits, batch.Tasks), batch.Labels);
    }

    /// <summary>Logits of which only those count that are active in training, for examples of those tasks: their task's own (task-incremental), or all that were
    /// met so far.</summary>
    /// <param name="logits">[n, outputs].</param>
    /// <param name="tasks">For each example the number of its task.</param>
    public Tensor Active(Tensor logits, IReadOnlyList<int> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        if (Stream.Scenario != Scenario.TaskIncremental) return Only(logits, Task.TrainOutputs);
        if (tasks.Count == 0 || tasks.All(task => task == tasks[0])) return Only(logits, Stream.Tasks[tasks.Count == 0 ? Number : tasks[0]].TrainOutputs);
        var active = new bool[tasks.Count * Stream.Outputs];
        for (int row = 0; row < tasks.Count; row++)
        {
            foreach (int unit in Stream.Tasks[tasks[row]].TrainOutputs) active[row * Stream.Outputs + unit] = true;
        }
        return Where(active, [tasks.Count, Stream.Outputs], logits);
    }

    /// <summary>Logits of which only those units count; the others can neither win nor get a gradient.</summary>
    /// <param name="logits">[n, outputs].</param>
    /// <param name="units">The units that count.</param>
    public static Tensor Only(Tensor logits, IReadOnlyList<int> units)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(units);
        int outputs = logits.Shape[-1];
        if (units.Count == outputs) return logits;
        var active = new bool[outputs];
        foreach (int unit in units) active[unit] = true;
        return Where(active, [1, outputs], logits);
    }

    /// <summary>The share of a task's test images that are answered right by what has been learned so far. The task's number is told in the
    /// task-incremental scenario only.</summary>
    /// <param name="task">The number of the task whose images are shown.</param>
    /// <param name="told">Another number to tell instead of the right one: the answer of that task's head then counts as the class at the same place in the
    /// right one. Task-incremental only.</param>
    /// <param name="most">So many images at most, the first ones.</param>
    /// <exception cref="TensorException">There is no such task, or one is told where none may be.</exception>
    public double Accuracy(int task, int? told = null, int most = int.MaxValue) => Accuracy(task, Number, told, most);

    // Among the outputs of a network that has learned the tasks up to that one.
    private double Accuracy(int task, int after, int? told = null, int most = int.MaxValue)
    {
        int said = told ?? task;
        if (Math.Min(task, said) < 0 || Math.Max(task, said) >= Stream.Tasks.Count)
            throw new TensorException($"continual learning: task {task}, told as {said}, of a stream of {Stream.Tasks.Count}; they count from 0");
        bool isTold = Stream.Scenario == Scenario.TaskIncremental;
        if (told is not null && !isTold) throw new TensorException($"continual learning: task {told} is told in a {Stream.Scenario.Title()} stream, in which the learner is told of none");
        Examples test = Stream.Tasks[task].Test.First(most);
        int[] right = test.Labels.ToArray<int>();
        int[] given = Answers(test.Images, isTold ? said : null, Stream.TestOutputs(said, after));
        int shift = Stream.Tasks[task].Outputs[0] - Stream.Tasks[said].Outputs[0];
        return given.Where((unit, i) => unit + shift == right[i]).Count() / (double)right.Length;
    }

    /// <summary>The unit that wins for each image.</summary>
    /// <param name="images">[n, ...].</param>
    /// <param name="task">The number of their task; null where it is not told.</param>
    /// <param name="units">The units that can win.</param>
    public int[] Answers(Tensor images, int? task, IReadOnlyList<int> units)
    {
        ArgumentNullException.ThrowIfNull(images);
        using Tracking.Scope pause = Tracking.Pause();
        var answers = new List<int>(images.Shape[0]);
        foreach (int[] batch in Learning.Batches.InOrder(images.Shape[0], EvaluationBatch))
        {
            using var scope = MemoryScope.Open();
            answers.AddRange(Only(Strategy.Logits(this, images[batch[0]..(batch[^1] + 1)], task, training: false), units).ArgMax(-1).ToArray<int>());
        }
        return [.. answers];
    }

    private static Tensor Where(bool[] active, Shape shape, Tensor logits) => Tensor.Where(Tensor.From(active, shape, logits.Device), logits, RuledOut);
}
