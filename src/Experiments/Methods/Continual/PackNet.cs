using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>PackNet (Mallya and Lazebnik 2018): after a task the smallest of the hidden weights that it trained are set to 0 and given to the next task, the others learn
/// on for some epochs and then stay as they are. A task sees its own weights and those of tasks before it. Biases of hidden layers stay as the first task
/// leaves them; each task has a head of its own. Perceptrons only.</summary>
/// <param name="pruned">The share of each layer's free weights that is given up after each task, from 0 to 1. With 0 the first task keeps all.</param>
/// <param name="retraining">Epochs after pruning, beside those of the plan; at least 0.</param>
public sealed class PackNet(double pruned = 0.75, int retraining = 2) : Strategy
{
    private const int Nobody = int.MaxValue;

    private readonly Dictionary<Parameter, int[]> _owners = [];
    private Protection? _protection;
    private Mlp? _net;

    /// <inheritdoc/>
    public override string Name => "PackNet";

    /// <inheritdoc/>
    public override bool Supports(Scenario scenario) => scenario == Scenario.TaskIncremental;

    /// <summary>The owner of each hidden weight.</summary>
    public override long StoredBytes => _owners.Values.Sum(owners => (long)owners.Length * sizeof(int));

    /// <summary>The share of hidden weights that tasks have kept.</summary>
    public override double Capacity => _owners.Count == 0 ? 0 : _owners.Values.Sum(owners => owners.Count(owner => owner != Nobody)) / (double)_owners.Values.Sum(owners => owners.Length);

    /// <summary>For each number of a hidden weight the task that has kept it; null where it is free.</summary>
    /// <param name="weight">Of a hidden layer.</param>
    /// <exception cref="TensorException">It is none.</exception>
    public IReadOnlyList<int?> Owners(Parameter weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return _owners.TryGetValue(weight, out int[]? owners)
            ? Array.ConvertAll(owners, owner => owner == Nobody ? (int?)null : owner)
            : throw new TensorException($"PackNet: '{weight}' is no weight of a hidden layer of a run that has begun");
    }

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (!(pruned is >= 0 and <= 1) || retraining < 0) throw new TensorException(FormattableString.Invariant($"PackNet: {pruned} is pruned and {retraining} epochs follow; a share from 0 to 1, and at least 0 epochs"));
        _net = Gating.Hidden(learner.Net, Name);
        _owners.Clear();
        foreach (Dense layer in _net.Layers.SkipLast(1)) _owners[layer.Weight] = [.. Enumerable.Repeat(Nobody, layer.Weight.Shape.Elements)];
    }

    /// <inheritdoc/>
    public override void Learn(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        Protect(learner, owner => owner == Nobody);
        double trained = learner.Plan.Epochs / (double)(learner.Plan.Epochs + retraining);
        learner.Fit(learner.Task.Train, learner.Plan.Epochs, 0, trained);
        foreach ((Parameter weight, int[] owners) in _owners) Prune(weight, owners, learner.Number);
        Protect(learner, owner => owner == learner.Number);
        if (retraining > 0) learner.Fit(learner.Task.Train, retraining, trained);
    }

    /// <summary>A former task sees the weights that were kept up to it.</summary>
    /// <inheritdoc/>
    public override Tensor Logits(Learner learner, Tensor images, int? task, bool training)
    {
        ArgumentNullException.ThrowIfNull(learner);
        int told = Leeway.Told(Name, task);
        if (told >= learner.Number) return base.Logits(learner, images, task, training);
        Tensor x = images;
        foreach (Dense layer in _net!.Layers.SkipLast(1))
        {
            Tensor weight = layer.Weight.Value * Mask(layer.Weight, owner => owner <= told).To(layer.Weight.DType), sums = x.MatMul(weight);
            x = _net.Activation.Forward(layer.Bias is null ? sums : sums + layer.Bias.Value);
        }
        return _net.Layers[^1].Forward(x);
    }

    /// <inheritdoc/>
    public override Gradients Restrict(Learner learner, Gradients gradients) => _protection?.Restrict(gradients) ?? gradients;

    /// <inheritdoc/>
    public override void AfterStep(Learner learner) => _protection?.Restore();

    private void Protect(Learner learner, Func<int, bool> isFree)
    {
        using var scope = MemoryScope.Open();
        Dictionary<Parameter, Tensor> free = _owners.Keys.ToDictionary(weight => weight, weight => Mask(weight, isFree));
        foreach (Parameter bias in _net!.Layers.SkipLast(1).Select(layer => layer.Bias).OfType<Parameter>())
            free[bias] = Tensor.From(Enumerable.Repeat(learner.Number == 0, bias.Shape.Elements).ToArray(), bias.Shape, bias.Device);
        Leeway.AddHead(learner, _net, free);
        _protection = new Protection(free);
    }

    // The smallest go; of equals those that stand first.
    private void Prune(Parameter weight, int[] owners, int task)
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        double[] size = weight.Value.Abs().To(DType.Float64).ToArray<double>();
        int[] free = [.. Enumerable.Range(0, owners.Length).Where(i => owners[i] == Nobody).OrderBy(i => size[i])];
        foreach (int kept in free.Skip((int)Math.Round(free.Length * pruned))) owners[kept] = task;
        weight.Update(Tensor.Where(Mask(weight, owner => owner != Nobody), weight.Value, Tensor.Scalar(0, weight.DType, weight.Device)));
    }

    private Tensor Mask(Parameter weight, Func<int, bool> holds) => Tensor.From(Array.ConvertAll(_owners[weight], owner => holds(owner)), weight.Shape, weight.Device);
}
