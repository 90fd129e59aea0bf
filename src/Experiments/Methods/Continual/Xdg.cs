using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Context-dependent gating (Masse, Grant and Freedman 2018): for each task a fixed, random part of the hidden units of each layer is off. Tasks share
/// few units, and what they share is not protected. Perceptrons only.</summary>
/// <param name="off">The share of each layer's units that is off, from 0 to below 1, rounded to whole units; one unit at least is on. 0 is plain training, bit for bit.</param>
public sealed class Xdg(double off = 0.8) : Strategy
{
    private Parameter[][] _gates = [];

    /// <inheritdoc/>
    public override string Name => "XdG";

    /// <inheritdoc/>
    public override bool Supports(Scenario scenario) => scenario == Scenario.TaskIncremental;

    /// <summary>The gates of all tasks.</summary>
    public override long StoredBytes => _gates.Sum(layers => layers.Sum(gate => (long)gate.Shape.Elements * gate.DType.Bytes()));

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (!(off is >= 0 and < 1)) throw new TensorException(FormattableString.Invariant($"XdG: {off} of the units are off; it is a share from 0 to below 1"));
        Mlp net = Gating.Hidden(learner.Net, Name);
        RandomStream random = learner.Random("gates of the tasks");
        using var scope = MemoryScope.Open();
        _gates = [.. learner.Stream.Tasks.Select(task => net.Layers.SkipLast(1).Select((layer, l) =>
        {
            int units = layer.Weight.Shape[1], on = Math.Max(1, (int)Math.Round(units * (1 - off)));
            var gate = new double[units];
            foreach (int unit in random.Permutation(units).Take(on)) gate[unit] = 1;
            return new Parameter($"gates of task {task.Number}, layer {l + 1}", Tensor.From(gate, [units], layer.Weight.Device).To(layer.Weight.DType)) { IsFrozen = true };
        }).ToArray())];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Gates(Learner learner, int? task, bool training) => Array.ConvertAll(_gates[Leeway.Told(Name, task)], gate => gate.Value);
}
