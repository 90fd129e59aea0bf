using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Synaptic intelligence (Zenke, Poole and Ganguli 2017): each parameter keeps account of how much of the loss its moves have taken away, ω = -Σ g·Δθ along the path of a
/// task; after it Ω ← Ω + ω / (Δ² + ξ) with Δ its move in all, and later losses get the penalty c·Σ Ω·(θ - θ̃)² around its place then.</summary>
/// <remarks>g is the gradient of the loss without the penalty, as in the paper; some programs take that of the sum, and so count the pull of the penalty as
/// learning. Among combined strategies it stands before those that add penalties, for the same reason. Where Ω would be below 0 it is 0: a penalty without a lowest point would drive weights away.</remarks>
/// <param name="strength">c, at least 0.</param>
/// <param name="damping">ξ, above 0.</param>
public sealed class SynapticIntelligence(double strength, double damping = 0.1) : Strategy
{
    private ParameterState? _path, _importance, _anchor, _gradient, _before;

    /// <inheritdoc/>
    public override string Name => "SI";

    /// <summary>Ω and θ̃; what is needed within a task only is not counted.</summary>
    public override long StoredBytes => (_importance?.Bytes ?? 0) + (_anchor?.Bytes ?? 0);

    /// <summary>ω of the present task, or of the last one: summed over all parameters about the loss that it took away.</summary>
    public ParameterState? Path => _path;

    /// <summary>Ω.</summary>
    public ParameterState? Importance => _importance;

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (!(strength >= 0) || !double.IsFinite(strength) || !(damping > 0) || !double.IsFinite(damping))
            throw new TensorException(FormattableString.Invariant($"SI: c is {strength} and ξ {damping}; c is at least 0, ξ above 0, both finite"));
        IReadOnlyList<Parameter> all = learner.Net.Parameters;
        (_path, _importance, _gradient) = (new(all), new(all), new(all));
        (_anchor, _before) = (new(all, parameter => parameter.Value), new(all, parameter => parameter.Value));
    }

    /// <inheritdoc/>
    public override void BeforeTask(Learner learner) => _path!.Update((_, path) => path * 0);

    /// <inheritdoc/>
    public override Gradients Restrict(Learner learner, Gradients gradients)
    {
        _gradient!.Update((parameter, _) => gradients[parameter]);
        _before!.Update((parameter, _) => parameter.Value);
        return gradients.Map(_importance!.Parameters, (parameter, gradient) => gradient + _importance[parameter] * (parameter.Value - _anchor![parameter]) * (2 * strength));
    }

    /// <inheritdoc/>
    public override void AfterStep(Learner learner) =>
        _path!.Update((parameter, path) => path - _gradient![parameter] * (parameter.Value - _before![parameter]));

    /// <inheritdoc/>
    public override void AfterTask(Learner learner)
    {
        _importance!.Update((parameter, importance) =>
            Tensor.Maximum(importance + _path![parameter] / ((parameter.Value - _anchor![parameter]).Square() + damping), 0));
        _anchor!.Update((parameter, _) => parameter.Value);
    }
}
