using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Rehearsal of dreams: inputs that are made up, and answered by the network as it was before the task, are learned with the new examples. No example is kept. What is dreamt
/// of is up to the strategies that derive from this.</summary>
/// <remarks>The old network answers in the outputs of the tasks that it has learned, even where others are active too, and the new one is asked among those active now, so that dreams are called by no new
/// class. Where each task has its own head, each old head
/// answers every dream, and the mean over heads is learned (as van de Ven and Tolias 2019 do).</remarks>
public abstract class DreamReplay : Strategy
{
    private Module? _old;
    private Snapshot? _pool;
    private long _dreamt;

    /// <summary>A strategy with its usual temperature.</summary>
    /// <param name="temperature">T; null for hard labels.</param>
    protected DreamReplay(double? temperature) => Temperature = temperature;

    /// <summary>Dreams per step; as many as a batch has where it is null.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The weight of the dreams in the loss, from 0 to 1, that of the new examples being the rest; null for one share for each task met: 1 - 1/t in the t-th (Shin et al. 2017).</summary>
    public double? Share { get; init; }

    /// <summary>T: dreams are learned with softmax(old answers / T), and the loss counts T² times; null for the label that wins.</summary>
    public double? Temperature { get; init; }

    /// <summary>So many dreams are made before each task, and each step takes some of them; null for new ones at every step.</summary>
    public int? Pool { get; init; }

    /// <summary>What is put in the place of the old network's answers [n, outputs], shuffled ones say; null for the answers themselves.</summary>
    public Func<Tensor, Tensor>? Disguise { get; init; }

    /// <summary>The network as it was, and the pool.</summary>
    public override long StoredBytes =>
        (_old?.Parameters.Sum(parameter => (long)parameter.Shape.Elements * parameter.DType.Bytes()) ?? 0) + (_pool?.Values.Sum(tensor => (long)tensor.Count * tensor.DType.Bytes()) ?? 0);

    /// <inheritdoc/>
    /// <exception cref="TensorException">Another strategy gates the network: the old one would answer without its gates.</exception>
    public override void Begin(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (BatchSize < 1 || Pool < 1 || Share is < 0 or > 1 or double.NaN || !(Temperature is null or (> 0 and < double.PositiveInfinity)))
            throw new TensorException(FormattableString.Invariant($"{Name}: batch size {((object?)BatchSize ?? "default")}, pool {((object?)Pool ?? "none")}, share {((object?)Share ?? "default")} and T {((object?)Temperature ?? "none")}; batch and pool have at least 1, a share is from 0 to 1, T above 0 and finite"));
        Gating.RefuseOtherAnswers(learner, Name);
    }

    /// <summary>Dreams of the network as it is now, of all tasks met so far: to look at.</summary>
    /// <param name="learner">The run, when its first task has been learned.</param>
    /// <param name="count">How many.</param>
    /// <param name="random">For what is drawn.</param>
    /// <returns>[count, ...], of the images' shape, not recorded.</returns>
    public Tensor Dreams(Learner learner, int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(learner);
        return Dream(learner, learner.Net, learner.Number, count, 0, random);
    }

    /// <summary>Makes dreams.</summary>
    /// <param name="learner">The run.</param>
    /// <param name="solver">The network that dreams.</param>
    /// <param name="last">The number of the last task that it has learned.</param>
    /// <param name="count">How many.</param>
    /// <param name="before">How many that network has dreamt for the same task before.</param>
    /// <param name="random">For what is drawn.</param>
    /// <returns>[count, ...], of the images' shape and dtype, not recorded.</returns>
    protected abstract Tensor Dream(Learner learner, Module solver, int last, int count, long before, RandomStream random);

    /// <inheritdoc/>
    public override void BeforeTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (learner.Number == 0) return;
        _old = learner.Net.Clone();
        _old.Freeze();
        _dreamt = 0;
        if (Pool is not { } count) return;
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        Tensor dreams = Fresh(learner, count);
        _pool = new Snapshot(new Dictionary<string, Tensor> { ["dreams"] = dreams, ["answers"] = Answers(learner, dreams) });
    }

    /// <inheritdoc/>
    public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(loss);
        if (_old is null) return loss;
        double share = Share ?? 1 - 1.0 / (learner.Number + 1);
        (Tensor dreams, Tensor answers) = Draw(learner, BatchSize ?? learner.Plan.BatchSize);
        return loss * (1 - share) + Rehearsal(learner, dreams, answers) * share;
    }

    private (Tensor Dreams, Tensor Answers) Draw(Learner learner, int count)
    {
        if (_pool is null)
        {
            Tensor fresh = Fresh(learner, count);
            return (fresh, Answers(learner, fresh));
        }
        int[] order = learner.Random("replayed dreams").Permutation(_pool["dreams"].Shape[0]), rows = count < order.Length ? order[..count] : order;
        return (_pool["dreams"].Rows(rows), _pool["answers"].Rows(rows));
    }

    private Tensor Fresh(Learner learner, int count)
    {
        long before = _dreamt;
        _dreamt += count;
        return Dream(learner, _old!, learner.Number - 1, count, before, learner.Random("dreams"));
    }

    // A head after the other, each with probabilities of its own; one where heads are shared.
    private Tensor Answers(Learner learner, Tensor dreams)
    {
        Tensor logits = _old!.Predict(dreams);
        Tensor answers = Heads(learner).Select(head => Among(head.Old)).Aggregate((sum, head) => sum + head);
        return Disguise is null ? answers : Disguise(answers);

        Tensor Among(IReadOnlyList<int> units)
        {
            Tensor open = Learner.Only(logits, units);
            return Temperature is { } t ? (open * (1 / t)).SoftMax() : Tensor.OneHot(open.ArgMax(-1), learner.Stream.Outputs, open.DType);
        }
    }

    private Tensor Rehearsal(Learner learner, Tensor dreams, Tensor answers)
    {
        Tensor[] losses = [.. Heads(learner).Select(head =>
        {
            Tensor logits = Learner.Only(learner.Strategy.Logits(learner, dreams, head.Task, training: true), head.Active);
            Tensor own = answers * Tensor.OneHot(Tensor.From<int>([.. head.Old], [head.Old.Count], answers.Device), learner.Stream.Outputs, answers.DType).Sum(0);
            return Learning.Loss.CrossEntropy(logits, own, Temperature ?? 1, timesSquaredTemperature: true);
        })];
        return losses.Aggregate((sum, one) => sum + one) * (1.0 / losses.Length);
    }

    // The units that competed in the old network, and those that compete now.
    private static IEnumerable<(int? Task, IReadOnlyList<int> Old, IReadOnlyList<int> Active)> Heads(Learner learner) =>
        learner.Stream.Scenario == Scenario.TaskIncremental
            ? learner.Stream.Tasks.Take(learner.Number).Select(task => ((int?)task.Number, task.Outputs, task.Outputs))
            : [(null, learner.Stream.Met(learner.Number), learner.Task.TrainOutputs)];
}
