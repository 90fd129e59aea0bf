using DeepPuzzles.Autograd;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Changes parameters along their gradients. Its state lives in cells of its own, outside memory scopes; an update records nothing
/// and makes the values that were read before stale.</summary>
public abstract class Optimiser
{
    private protected Optimiser(IEnumerable<Parameter> parameters, Schedule learningRate, WeightDecay decay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(learningRate);
        Parameters = [.. parameters];
        LearningRate = learningRate;
        Decay = decay;
        if (Parameters.FirstOrDefault(parameter => !parameter.DType.IsFloat()) is { } whole)
            throw new TensorException($"optimiser: parameter '{whole.Name}' is {whole.DType.Name()}; only float32 and float64 have gradients");
    }

    /// <summary>What is trained.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The learning rate as a function of the step.</summary>
    public Schedule LearningRate { get; }

    /// <summary>How weights are pulled to 0.</summary>
    public WeightDecay Decay { get; }

    /// <summary>How many steps have been taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Changes every parameter once. A parameter on which the loss does not depend has the gradient 0, and still decays and coasts.</summary>
    public void Step(Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        double rate = LearningRate[Steps++];
        Prepare(new Pace(rate, Decay.L2, 1 - rate * Decay.Shrink));
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        for (int i = 0; i < Parameters.Count; i++) Update(i, Parameters[i], gradients[Parameters[i]]);
    }

    /// <summary>Makes the op of this step, once for all parameters.</summary>
    private protected abstract void Prepare(Pace pace);

    private protected abstract void Update(int index, Parameter parameter, Tensor gradient);

    private protected Parameter[] Cells(string name)
    {
        using var scope = MemoryScope.Open();
        return [.. Parameters.Select(parameter => new Parameter($"{name} of {parameter.Name}", Tensor.Zeros(parameter.Shape, parameter.DType, parameter.Value.Device)))];
    }
}
