using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.LearningRules;

/// <summary>Evolution strategies (Rechenberg 1973; Salimans et al. 2017): the loss is tried at random places around the parameters, in opposite pairs, and no
/// derivative is taken: g = Σ (L(θ + σε) - L(θ - σε)) ε / (2σ·pairs). Its mean is the gradient of L smoothed by a Gaussian of deviation σ; of a
/// quadratic, the gradient itself. Of D parameters the estimate's length is about √(D / pairs) times the gradient's, and a learning rate must allow
/// for that.</summary>
public sealed record EvolutionStrategies
{
    /// <summary>How many pairs of places are tried, at least 1.</summary>
    public int Pairs { get; init; } = 20;

    /// <summary>σ, above 0, in the parameters' unit.</summary>
    public double Deviation { get; init; } = 0.02;

    /// <summary>The estimate, to be given to an optimiser.</summary>
    /// <param name="loss">A single number; its graph is not recorded. It must draw nothing at random.</param>
    /// <param name="parameters">What it depends on. They are changed on the way and end as they were, bit for bit, also where the loss throws; those that are frozen stay.</param>
    /// <param name="stream">Where the directions come from.</param>
    /// <exception cref="TensorException">No pairs, or σ not above 0 or not finite, or no parameter that is free.</exception>
    public Gradients Estimate(Func<Tensor> loss, IReadOnlyList<Parameter> parameters, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(stream);
        if (Pairs < 1 || !(Deviation > 0 && double.IsFinite(Deviation))) throw new TensorException(FormattableString.Invariant($"evolution strategies: {Pairs} pairs at a deviation of {Deviation}; at least 1, and finite and above 0"));
        Parameter[] free = [.. parameters.Where(parameter => !parameter.IsFrozen)];
        if (free.Length == 0) throw new TensorException($"evolution strategies: of {parameters.Count} parameters none is free; unfreeze one");
        Tensor[] estimates = Try(loss, free, stream);
        // Linear in the parameters, with the estimate as its slope.
        return free.Zip(estimates, (parameter, estimate) => (parameter.Value * estimate).Sum()).Aggregate((sum, one) => sum + one).Backward();
    }

    private Tensor[] Try(Func<Tensor> loss, Parameter[] free, RandomStream stream)
    {
        using Tracking.Scope pause = Tracking.Pause();
        Tensor[] centre = [.. free.Select(parameter => parameter.Value.StopGradient().Copy())];
        Tensor[] sums = [.. centre.Select(value => Tensor.Zeros(value.Shape, value.DType, value.Device))];
        try
        {
            for (int pair = 0; pair < Pairs; pair++)
            {
                using var scope = MemoryScope.Open();
                Tensor[] directions = [.. centre.Select(value => stream.Normal(value.Shape, dtype: value.DType))];
                double difference = At(Deviation) - At(-Deviation);
                for (int i = 0; i < sums.Length; i++) sums[i] = scope.Keep(sums[i] + directions[i] * (difference / (2 * Deviation * Pairs)));

                double At(double distance)
                {
                    for (int i = 0; i < free.Length; i++) free[i].Update(centre[i] + directions[i] * distance);
                    return loss().Item();
                }
            }
        }
        finally
        {
            for (int i = 0; i < free.Length; i++) free[i].Update(centre[i]);
        }
        return sums;
    }
}
