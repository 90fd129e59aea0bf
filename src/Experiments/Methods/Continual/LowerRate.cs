using DeepPuzzles.Autograd;
using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>After the first task gradients are multiplied by a share: with plain gradient descent a lower learning rate, and nothing else. What forgets less by learning less: a
/// strategy that holds weights has to be worth more.</summary>
/// <param name="share">From 0, which leaves the network as the first task left it, to 1, plain training bit for bit.</param>
public sealed class LowerRate(double share) : Strategy
{
    /// <inheritdoc/>
    public override string Name => "lower rate";

    /// <inheritdoc/>
    public override void Begin(Learner learner)
    {
        if (!(share is >= 0 and <= 1)) throw new TensorException(FormattableString.Invariant($"lower rate: {share} of the learning rate after the first task; it is a share from 0 to 1"));
    }

    /// <inheritdoc/>
    public override Gradients Restrict(Learner learner, Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(gradients);
        return learner.Number == 0 ? gradients : gradients.Map(learner.Parameters, (_, gradient) => gradient * share);
    }
}
