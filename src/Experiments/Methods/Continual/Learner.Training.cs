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
    /// <exception cref="DivergenceException">The loss of a step is not finite.</exception>
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
    /// <exception cref="TensorException">The plan makes none.</exception>
    public void RenewOptimiser() => _optimiser = TrainingPlan.Made(Plan.Optimiser(Parameters));

    /// <summary>A loss as it is, for a strategy that trains something beside the network too.</summary>
    /// <exception cref="DivergenceException">It is NaN or infinite: a network that learned from it would be NaN, and answer the same to everything.</exception>
    internal Tensor Finite(Tensor loss, string what = "the loss")
    {
        ArgumentNullException.ThrowIfNull(loss);
        double value = loss.Item();
        return double.IsFinite(value) ? loss : throw Diverged(FormattableString.Invariant($"{what} is {value}"));
    }

    // Once a task: of the last step no loss tells, nor of what a strategy adds to gradients of outputs that are not active.
    private void RequireFiniteParameters()
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        if (Parameters.FirstOrDefault(parameter => parameter.Value.IsFinite().All().Item() == 0) is { } diverged) throw Diverged($"'{diverged}' is not finite");
    }

    private DivergenceException Diverged(string what) =>
        new($"continual learning: {Strategy.Name}, task {Number + 1} of {Stream.Tasks.Count}, after {Steps} step{(Steps == 1 ? "" : "s")}: {what}; take a smaller learning rate or penalty (λ, c), clip the gradients (ClipNorm of the plan) or, for EWC, set Proximal; where it is so from the first step, look at the network and at losses of your own");

    private void Step(Examples examples, int[] rows)
    {
        using (var scope = MemoryScope.Open())
        {
            Examples batch = examples.Rows(rows);
            Tensor logits = Logits(batch);
            Gradients gradients = Strategy.Restrict(this, Finite(Strategy.Loss(this, batch, logits, CrossEntropy(logits, batch))).Backward());
            Optimiser.Step(double.IsInfinity(Plan.ClipNorm) ? gradients : gradients.ClipNorm(Parameters, Plan.ClipNorm));
            Strategy.AfterStep(this);
        }
        Steps++;
        if (Plan.EvaluateEvery > 0 && Steps % Plan.EvaluateEvery == 0) NotePoint();
    }
}
