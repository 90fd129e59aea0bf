using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Experience replay (Ratcliff 1990; Robins 1995; Chaudhry et al. 2019): at each step some remembered examples of former tasks are learned with the new ones. A
/// task's examples are shown to the memory when it has been learned, each once.</summary>
/// <param name="sampler">What is remembered; an object of its own.</param>
public sealed class Replay(Sampler sampler) : Strategy
{
    private readonly ExampleMemory _memory = new(sampler);
    private int[]? _partners;

    /// <summary>Remembered examples per step; as many as a batch has where it is null.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The weight of the remembered examples in the loss, from 0 to 1, that of the new ones being the rest; null for one share for each task met: 1 - 1/t in
    /// the t-th.</summary>
    public double? Share { get; init; }

    /// <summary>What is put in the place of the examples that the memory is shown: noise with the same labels, say, or the same images with shuffled ones. Null for the
    /// examples themselves.</summary>
    public Func<Examples, Examples>? Disguise { get; init; }

    /// <summary>True gives remembered images each other's labels, whatever their tasks, shuffled anew after each task: a control. Not task-incremental: there a label tells
    /// its task.</summary>
    public bool ShufflesLabels { get; init; }

    /// <inheritdoc/>
    public override string Name => "replay";

    /// <inheritdoc/>
    public override bool Supports(Scenario scenario) => !ShufflesLabels || scenario != Scenario.TaskIncremental;

    /// <inheritdoc/>
    public override long StoredBytes => _memory.Bytes;

    /// <summary>What is remembered.</summary>
    public ExampleMemory Memory => _memory;

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        if (BatchSize < 1 || Share is < 0 or > 1 or double.NaN)
            throw new TensorException(FormattableString.Invariant($"replay: batch size {((object?)BatchSize ?? "default")} and share {((object?)Share ?? "default")}; batches have at least 1, and a share is from 0 to 1"));
    }

    /// <inheritdoc/>
    public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(loss);
        if (_memory.Count == 0) return loss;
        double share = Share ?? 1 - 1.0 / (learner.Number + 1);
        int[] rows = _memory.Draw(BatchSize ?? learner.Plan.BatchSize, learner.Random("replayed examples"));
        Examples all = _memory.All, old = all.Rows(rows);
        if (_partners is not null) old = old with { Labels = all.Labels.Rows([.. rows.Select(row => _partners[row])]) };
        return loss * (1 - share) + learner.LossOf(old) * share;
    }

    /// <inheritdoc/>
    public override void AfterTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        Examples shown = Disguise is null ? learner.Task.Train : Disguise(learner.Task.Train);
        _memory.Add(shown, learner.Random("memory"));
        if (ShufflesLabels) _partners = learner.Random("shuffled labels").Permutation(_memory.Count);
    }
}
