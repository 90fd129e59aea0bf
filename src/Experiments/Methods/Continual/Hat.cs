using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Hard attention to the task (Serrà, Surís, Miron and Karatzoglou 2018). Each task t has a trainable number e per hidden unit, and the unit is multiplied by
/// a = σ(s·e); s grows from 1/s_max to s_max over the batches of each epoch, so that a becomes nearly 0 or 1, and is s_max at test. What a task has taken stays
/// taken: a^{≤t} = max(aᵗ, a^{≤t-1}), and the gradient of a weight between units i and j is multiplied by 1 - min(aᵢ^{&lt;t}, aⱼ^{&lt;t}). Perceptrons only.</summary>
/// <remarks><para>A gradient of 0 does not hold a weight against velocities, moments or decay, so weights whose a is 1 in both units, and the heads of other tasks, are also put back
/// after each step. Elsewhere |Δw| ≤ (1 - a)·rate·|g| holds of plain gradient descent only: what divides by the size of past gradients undoes the factor.</para>
/// <para>s is the paper's, (b - 1)/(B - 1) of the way at batch b of B; the authors' program counts examples and so never quite comes to s_max while it learns. They stop early on
/// validation images; here the plan says how long.</para></remarks>
/// <param name="strength">c, of the regulariser that makes a task use few new units; at least 0.</param>
/// <param name="largestScale">s_max, at least 1.</param>
public sealed partial class Hat(double strength = 0.75, double largestScale = 400) : Strategy
{
    private Parameter[][] _embeddings = [];
    private ParameterState? _taken, _leeway;
    private Protection? _protection;
    private Mlp? _net;

    /// <summary>False leaves gradients and weights of former tasks unrestricted, a mask in the forward pass only: a control, which forgets.</summary>
    public bool Restricts { get; init; } = true;

    /// <summary>False leaves out the compensation of the embeddings' gradients: then few of them move, and tasks take more units.</summary>
    public bool Compensates { get; init; } = true;

    /// <summary>True draws the first e from U(0, 2), all units on, as the paper does for compression; false from N(0, 1).</summary>
    public bool StartsOpen { get; init; }

    /// <inheritdoc/>
    public override string Name => "HAT";

    /// <inheritdoc/>
    public override bool Supports(Scenario scenario) => scenario == Scenario.TaskIncremental;

    /// <summary>e of all tasks, task after task, layer after layer; only those of the present task are not frozen.</summary>
    public override IReadOnlyList<Parameter> Parameters => [.. _embeddings.SelectMany(layers => layers)];

    /// <summary>e of all tasks, and a^{≤t}.</summary>
    public override long StoredBytes => Parameters.Sum(embedding => (long)embedding.Shape.Elements * embedding.DType.Bytes()) + (_taken?.Bytes ?? 0);

    /// <summary>The mean of a^{≤t} over all hidden units.</summary>
    public override double Capacity => _taken is null ? 0 : Mean(Taken);

    /// <summary>a^{≤t}, for each hidden layer [units].</summary>
    /// <exception cref="TensorException">Before a run.</exception>
    public IReadOnlyList<Tensor> Taken => _taken is { } taken ? [.. taken.Parameters.Select(cell => taken[cell])] : throw Unbegun();

    /// <summary>a of one task at s_max, for each hidden layer [units].</summary>
    /// <exception cref="TensorException">Before a run, or there is no such task.</exception>
    public IReadOnlyList<Tensor> Attention(int task) => Attention(task, largestScale);

    /// <summary>The share of hidden units whose a of one task is neither near 0 nor near 1, between 0.01 and 0.99: these leak, for they are used and not
    /// protected.</summary>
    /// <exception cref="TensorException">Before a run, or there is no such task.</exception>
    public double Leaking(int task)
    {
        using var scope = MemoryScope.Open();
        return Mean([.. Attention(task).Select(a => ((a - 0.5).Abs() < 0.49).To(a.DType))]);
    }

    /// <summary>s at a batch of an epoch: 1/s_max + (s_max - 1/s_max)·batch/(batches - 1); s_max where there is only one.</summary>
    /// <param name="largest">s_max.</param>
    /// <param name="batch">From 0.</param>
    /// <param name="batches">In the epoch.</param>
    public static double Scale(double largest, int batch, int batches) =>
        batches <= 1 ? largest : 1 / largest + (largest - 1 / largest) * batch / (batches - 1);

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (!(strength >= 0) || !double.IsFinite(strength) || !(largestScale >= 1) || !double.IsFinite(largestScale))
            throw new TensorException(FormattableString.Invariant($"HAT: c is {strength} and s_max {largestScale}; c is at least 0, s_max at least 1, both finite"));
        _net = Gating.Hidden(learner.Net, Name);
        RandomStream random = learner.Random("embeddings of the tasks");
        using var scope = MemoryScope.Open();
        _embeddings = [.. learner.Stream.Tasks.Select(task => _net.Layers.SkipLast(1).Select((layer, l) =>
        {
            (Shape units, DType dtype) = ([layer.Weight.Shape[1]], layer.Weight.DType);
            return new Parameter($"embedding of task {task.Number}, layer {l + 1}", StartsOpen ? random.Uniform(units, 0, 2, dtype) : random.Normal(units, 0, 1, dtype)) { IsFrozen = true };
        }).ToArray())];
        _taken = new ParameterState(_embeddings[0]);
    }

    /// <inheritdoc/>
    public override void BeforeTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        for (int task = 0; task < _embeddings.Length; task++)
        {
            foreach (Parameter embedding in _embeddings[task]) embedding.IsFrozen = task != learner.Number;
        }
        if (!Restricts) return;
        _leeway = Leeway.Of(_net!, Taken);
        _protection = Leeway.Protect(learner, _net!, _leeway);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Gates(Learner learner, int? task, bool training)
    {
        ArgumentNullException.ThrowIfNull(learner);
        int told = Leeway.Told(Name, task);
        return Attention(told, training && told == learner.Number ? ScaleNow(learner) : largestScale);
    }

    /// <summary>With c·R, R = Σ a·(1 - a^{&lt;t}) / Σ (1 - a^{&lt;t}) over all hidden units: the share of what is left that the task takes.</summary>
    /// <inheritdoc/>
    public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(loss);
        return strength == 0 ? loss : loss + NewlyTaken(Attention(learner.Number, ScaleNow(learner)), Taken) * strength;
    }

    /// <inheritdoc/>
    public override Gradients Restrict(Learner learner, Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (_leeway is { } leeway) gradients = gradients.Map(leeway.Parameters, (parameter, gradient) => gradient * leeway[parameter]);
        if (_protection is { } protection) gradients = protection.Restrict(gradients);
        return Compensates
            ? gradients.Map(_embeddings[learner.Number], (embedding, gradient) => Compensated(gradient, embedding.Value, ScaleNow(learner), largestScale))
            : gradients;
    }

    /// <inheritdoc/>
    public override void AfterStep(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        using Tracking.Scope pause = Tracking.Pause();
        foreach (Parameter embedding in _embeddings[learner.Number]) embedding.Update(embedding.Value.Clamp(-LargestEmbedding, LargestEmbedding));
        _protection?.Restore();
    }

    /// <inheritdoc/>
    public override void AfterTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        foreach ((Parameter cell, Tensor now) in _embeddings[0].Zip(Attention(learner.Number))) _taken![cell] = Tensor.Maximum(_taken[cell], now);
    }
}
