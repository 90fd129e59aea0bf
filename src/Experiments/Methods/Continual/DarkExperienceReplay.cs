using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Dark experience replay, DER++ (Buzzega et al. 2020): with each remembered example goes what the network answered then. At each step the loss gets α times the mean
/// squared distance of present from remembered logits, and β times the cross-entropy of other remembered examples.</summary>
/// <remarks>Logits are compared in the outputs that were active when they were remembered. Examples and logits are remembered when their task has been learned, each example once;
/// in the paper they enter the memory on the way, step by step, with the logits of that moment.</remarks>
/// <param name="sampler">What is remembered; an object of its own.</param>
/// <param name="alpha">α, at least 0; with β = 0 it is DER.</param>
/// <param name="beta">β, at least 0.</param>
public sealed class DarkExperienceReplay(Sampler sampler, double alpha = 0.5, double beta = 0.5) : Strategy
{
    private readonly ExampleMemory _memory = new(sampler);

    /// <summary>Remembered examples per step and term; as many as a batch has where it is null.</summary>
    public int? BatchSize { get; init; }

    /// <inheritdoc/>
    public override string Name => beta == 0 ? "DER" : "DER++";

    /// <summary>Images, labels and logits.</summary>
    public override long StoredBytes => _memory.Bytes;

    /// <summary>What is remembered; beside each example its logits.</summary>
    public ExampleMemory Memory => _memory;

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        if (BatchSize < 1 || !(alpha >= 0 && beta >= 0 && double.IsFinite(alpha + beta)))
            throw new TensorException(FormattableString.Invariant($"DER++: α is {alpha}, β {beta}, batch size {((object?)BatchSize ?? "default")}; α and β are at least 0 and finite, batches have at least 1"));
    }

    /// <inheritdoc/>
    public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(loss);
        if (_memory.Count == 0) return loss;
        RandomStream random = learner.Random("replayed examples");
        int count = BatchSize ?? learner.Plan.BatchSize;
        int[] first = _memory.Draw(count, random), second = _memory.Draw(count, random);
        return loss + Distance(learner, first) * alpha + learner.LossOf(_memory.All.Rows(second)) * beta;
    }

    /// <inheritdoc/>
    public override void AfterTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        Examples task = learner.Task.Train;
        _memory.Add(task, learner.Random("memory"), Answers(learner, task.Images));
    }

    // In parts of one size, for a product of very few rows may round otherwise than that of many.
    private static Tensor Answers(Learner learner, Tensor images)
    {
        long count = images.Shape[0], parts = (count + Learner.EvaluationBatch - 1) / Learner.EvaluationBatch;
        return Tensor.Concat([.. Enumerable.Range(0, (int)parts).Select(part =>
        {
            using var scope = MemoryScope.Open();
            return scope.Keep(learner.Strategy.Logits(learner, images[(int)(count * part / parts)..(int)(count * (part + 1) / parts)], learner.Number, training: false));
        })]);
    }

    private Tensor Distance(Learner learner, int[] rows)
    {
        Examples old = _memory.All.Rows(rows);
        int outputs = learner.Stream.Outputs;
        var active = new bool[rows.Length * outputs];
        for (int row = 0; row < rows.Length; row++)
        {
            foreach (int unit in learner.Stream.Tasks[old.Tasks[row]].TrainOutputs) active[row * outputs + unit] = true;
        }
        Tensor apart = learner.Logits(old) - _memory.Beside.Rows(Tensor.From(rows, [rows.Length], old.Images.Device));
        return Tensor.Where(Tensor.From(active, apart.Shape, apart.Device), apart, 0).Square().Sum() * (1.0 / active.Count(on => on));
    }
}
