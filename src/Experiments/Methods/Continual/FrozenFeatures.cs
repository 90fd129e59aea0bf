using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>After the first task nothing is trained but the output layer: what the hidden layers have learned stays, and later tasks have to do with it. The
/// reference for whether protecting the hidden layers is worth more than leaving them alone. Parameters stay frozen after the run; see
/// <see cref="Module.Unfreeze"/>.</summary>
public sealed class FrozenFeatures : Strategy
{
    private readonly Func<Parameter, bool>? _trained;

    /// <summary>Freezes all but the output layer of an Mlp.</summary>
    public FrozenFeatures()
    {
    }

    /// <summary>Freezes all but those parameters, in any network.</summary>
    /// <param name="trained">True of the parameters that go on learning.</param>
    public FrozenFeatures(Func<Parameter, bool> trained) => _trained = trained;

    /// <inheritdoc/>
    public override string Name => "frozen features";

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (_trained is null) _ = Gating.Perceptron(learner.Net, Name);
    }

    /// <inheritdoc/>
    public override void AfterTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (learner.Number > 0) return;
        Func<Parameter, bool> trained = _trained ?? Gating.Perceptron(learner.Net, Name).Layers[^1].Parameters.Contains;
        learner.Net.Freeze(parameter => !trained(parameter));
    }
}
