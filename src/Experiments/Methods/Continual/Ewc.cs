using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Elastic weight consolidation (Kirkpatrick et al. 2017): the loss of a task gets the penalty Σ_k λ/2·Σ_i F_i⁽ᵏ⁾·(θ_i - θ_i⁽ᵏ⁾)² over the tasks k before it, θ⁽ᵏ⁾ being the
/// parameters after task k and F⁽ᵏ⁾ the diagonal of the Fisher information there.</summary>
/// <remarks>The sum of squares is, but for a constant, one square: F = Σ F⁽ᵏ⁾, and the anchor is the mean of the θ⁽ᵏ⁾ weighted by F⁽ᵏ⁾. So two numbers per parameter are
/// kept, however many tasks there were.</remarks>
/// <param name="lambda">λ, at least 0. Where λ·F exceeds 2 / learning rate, descent on the penalty diverges: see <see cref="Proximal"/>.</param>
public sealed class Ewc(double lambda) : Strategy
{
    private ParameterState? _fisher, _anchor;

    /// <summary>How F is estimated.</summary>
    public FisherEstimator Fisher { get; init; } = new ExactFisher();

    /// <summary>True to take the penalty by a step of its own after that of the loss, θ ← (θ + η·λ·F·θ*) / (1 + η·λ·F) with the learning rate η, which is stable
    /// for any λ, infinity included: then what has F above 0 does not move. False adds the penalty's gradient to that of the loss.</summary>
    public bool Proximal { get; init; }

    /// <summary>True for one anchor, the parameters after the last task, with F ← γ·F + F⁽ᵏ⁾ (Schwarz et al. 2018, "online EWC").</summary>
    public bool Online { get; init; }

    /// <summary>γ of the online form: how much of the former tasks' F stays.</summary>
    public double Decay { get; init; } = 1;

    /// <summary>True permutes the entries of F within each parameter: a control. It pulls as hard and knows nothing.</summary>
    public bool PermutesFisher { get; init; }

    /// <summary>True gives all entries of F within each parameter their mean: a control. Each layer is pulled as hard, and all its weights alike.</summary>
    public bool LevelsFisher { get; init; }

    /// <inheritdoc/>
    public override string Name => Online ? "online EWC" : "EWC";

    /// <summary>F and the anchor.</summary>
    public override long StoredBytes => (_fisher?.Bytes ?? 0) + (_anchor?.Bytes ?? 0);

    /// <summary>Σ F over the tasks that hold the present one: of all but the last task of a stream, after which nothing is held; null before the end of the first task.</summary>
    public ParameterState? Importance => _fisher;

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        if (!(lambda >= 0) || (double.IsInfinity(lambda) && !Proximal) || !(Decay is >= 0 and <= 1))
            throw new TensorException(FormattableString.Invariant($"EWC: λ is {lambda} and γ {Decay}; λ is at least 0, infinite only with a proximal step, and γ from 0 to 1"));
    }

    /// <inheritdoc/>
    public override Gradients Restrict(Learner learner, Gradients gradients) => Proximal || _fisher is not { } fisher || _anchor is not { } anchor
        ? gradients
        : gradients.Map(fisher.Parameters, (parameter, gradient) => gradient + fisher[parameter] * (parameter.Value - anchor[parameter]) * lambda);

    /// <inheritdoc/>
    public override void AfterStep(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (!Proximal || _fisher is not { } fisher || _anchor is not { } anchor) return;
        using Tracking.Scope pause = Tracking.Pause();
        double pull = lambda == 0 ? 0 : lambda * learner.LearningRate;
        foreach (Parameter parameter in fisher.Parameters.Where(parameter => !parameter.IsFrozen))
        {
            // ηλF / (1 + ηλF), written so that it is 1 for an infinite λ; and a sum of shares, so that θ keeps its bits where the share of θ* is 0.
            Tensor f = fisher[parameter], share = Tensor.Where(f.Greater(0), f / (f + 1 / pull), 0);
            parameter.Update(parameter.Value * (1 - share) + anchor[parameter] * share);
        }
    }

    /// <inheritdoc/>
    public override void AfterTask(Learner learner)
    {
        ArgumentNullException.ThrowIfNull(learner);
        if (learner.Number == learner.Stream.Tasks.Count - 1) return;
        Examples examples = learner.Task.Train;
        RandomStream random = learner.Random("fisher information");
        ParameterState now = Fisher.Of(
            learner.Net, examples.Images, examples.Labels, learner.Task.TrainOutputs, random, learner.Strategy.Gates(learner, learner.Number, training: false));
        if (PermutesFisher) now.Update((_, f) => f.Flatten().Rows(random.Permutation(f.Count)).Reshape(f.Shape));
        if (LevelsFisher) now.Update((_, f) => f.Mean().Expand(f.Shape));
        if (_fisher is null || _anchor is null)
        {
            (_fisher, _anchor) = (now, new ParameterState(learner.Net.Parameters, parameter => parameter.Value));
            return;
        }
        ParameterState before = _fisher, anchor = _anchor;
        if (Online) before.Update((_, f) => f * Decay);
        anchor.Update((parameter, place) => Online
            ? parameter.Value
            : Tensor.Where(before[parameter].Greater(0), place + now[parameter] / (before[parameter] + now[parameter]) * (parameter.Value - place), parameter.Value));
        before.Update((parameter, f) => f + now[parameter]);
    }
}
