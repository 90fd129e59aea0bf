using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Several strategies at once: losses and gradients pass through them in their order, all are told of steps and tasks, and only the first says how
/// tasks are learned and images answered. Put the one that gates or rebuilds the network first, what adds penalties or memories after it. There can be one such strategy only.</summary>
/// <remarks>After a step they are told in reverse, so that the first, which may hold weights, has the last word on them.</remarks>
/// <param name="strategies">At least one.</param>
public sealed class Combined(params IReadOnlyList<Strategy> strategies) : Strategy
{
    /// <inheritdoc/>
    public override string Name => string.Join(" + ", strategies.Select(strategy => strategy.Name));

    /// <inheritdoc/>
    public override bool Supports(Scenario scenario) => strategies.All(strategy => strategy.Supports(scenario));

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [.. strategies.SelectMany(strategy => strategy.Parameters).Distinct()];

    /// <inheritdoc/>
    public override long StoredBytes => strategies.Sum(strategy => strategy.StoredBytes);

    /// <inheritdoc/>
    public override double Capacity => First.Capacity;

    internal override IEnumerable<Strategy> Whole => [this, .. strategies.SelectMany(strategy => strategy.Whole)];

    private static bool Leads(Strategy strategy) =>
        strategy is not Combined && strategy.Overrides(nameof(Learn), nameof(Logits), nameof(Gates));

    private Strategy First => strategies.Count > 0 ? strategies[0] : throw new TensorException("combined strategies: there are none; pass at least one");

    /// <inheritdoc/>
    /// <exception cref="TensorException">A strategy that says how tasks are learned or images answered is not the first, and would not be heard; or there are two.</exception>
    public override void Begin(Learner learner)
    {
        Strategy[] leading = [.. Whole.Where(Leads)];
        if (leading is [var one, var other, ..])
            throw new TensorException($"combined strategies: {one.Name} and {other.Name} both say how tasks are learned or images answered; only one of them can be used");
        if (leading is [var unheard] && !First.Whole.Contains(unheard))
            throw new TensorException($"combined strategies: {unheard.Name} says how tasks are learned or images answered, and only the first can; put it there");
        foreach (Strategy strategy in strategies) strategy.Begin(learner);
    }

    /// <inheritdoc/>
    public override void BeforeTask(Learner learner)
    {
        foreach (Strategy strategy in strategies) strategy.BeforeTask(learner);
    }

    /// <inheritdoc/>
    public override void Learn(Learner learner) => First.Learn(learner);

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor>? Gates(Learner learner, int? task, bool training) => First.Gates(learner, task, training);

    /// <inheritdoc/>
    public override Tensor Logits(Learner learner, Tensor images, int? task, bool training) => First.Logits(learner, images, task, training);

    /// <inheritdoc/>
    public override Tensor Loss(Learner learner, Examples batch, Tensor logits, Tensor loss) =>
        strategies.Aggregate(loss, (sum, strategy) => strategy.Loss(learner, batch, logits, sum));

    /// <inheritdoc/>
    public override Gradients Restrict(Learner learner, Gradients gradients) => strategies.Aggregate(gradients, (all, strategy) => strategy.Restrict(learner, all));

    /// <inheritdoc/>
    public override void AfterStep(Learner learner)
    {
        foreach (Strategy strategy in strategies.Reverse()) strategy.AfterStep(learner);
    }

    /// <inheritdoc/>
    public override void AfterTask(Learner learner)
    {
        foreach (Strategy strategy in strategies) strategy.AfterTask(learner);
    }
}
