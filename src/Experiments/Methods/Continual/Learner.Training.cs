using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

// The one training loop.
public sealed partial class Learner
{
    /// <summary>Trains on examples in random order: for each batch the loss, what the strategy adds to it, the gradients, what the strategy makes of them, the
    /// step. The order is drawn from the stream "order of task T", which goes on where a task is trained in several phases.</summary>
    /// <param name="examples">Of any of the tasks met so far.</param>
    /// <param name="epochs">Passes over them.</param>
    /// <param name="from">For the plan's progress: the share of the task's training that lies behind, from 0 to 1, where it has several phases.</param>
    /// <param name="to">And the share when these passes are done.</param>
    /// <exception cref="TensorException">No examples, or of a task still to come; or no task has begun.</exception>
    public void Fit(Examples examples, int epochs, double from = 0, double to = 1)
    {
        ArgumentNullException.ThrowIfNull(examples);
        int now = Task.Number;
        if (examples.Count == 0 || examples.Tasks.Any(task => task > now))
            throw new TensorException($"continual learning: {examples.Count} examples to fit, of tasks up to {examples.Tasks.DefaultIfEmpty(-1).Max()}, while task {now} is learned; pass examples of tasks met so far");
        RandomStream order = Random($"order of task {Number}");
        for (Epoch = 0; Epoch < epochs; Epoch++)
        {
            Plan.Progress?.Invoke((Number + from + (to - from) * Epoch / epochs) / Stream.Tasks.Count);
            IReadOnlyList<int[]> batches = Learning.Batches.Shuffled(examples.Count, Plan.BatchSize, order);
            Batches = batches.Count;
            for (Batch = 0; Batch < Batches; Batch++) Step(examples, batches[Batch]);
        }
    }

    /// <summary>Puts the network's first weights back and makes a fresh optimiser: to learn from scratch.</summary>
    public void Restart()
    {
        Net.Restore(_initial);
        RenewOptimiser();
    }

    /// <summary>Makes a fresh optimiser, without velocities or moments, and at the beginning of its schedule.</summary>
    public void RenewOptimiser() => _optimiser = Plan.Optimiser(Parameters);

    private void Step(Examples examples, int[] rows)
    {
        using (var scope = MemoryScope.Open())
        {
            Examples batch = examples.Rows(rows);
            Tensor logits = Logits(batch);
            Gradients gradients = Strategy.Restrict(this, Strategy.Loss(this, batch, logits, CrossEntropy(logits, batch)).Backward());
            Optimiser.Step(double.IsInfinity(Plan.ClipNorm) ? gradients : gradients.ClipNorm(Parameters, Plan.ClipNorm));
            Strategy.AfterStep(this);
        }
        Steps++;
        if (Plan.EvaluateEvery > 0 && Steps % Plan.EvaluateEvery == 0) NotePoint();
    }
}
