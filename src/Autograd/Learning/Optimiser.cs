using DeepPuzzles.Autograd;
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
        using Tracking.Scope pause = Tracking.Pause();
        for (int i = 0; i < Parameters.Count; i++)
        {
            using var scope = MemoryScope.Open();
            Parameter parameter = Parameters[i];
            Tensor gradient = gradients[parameter];
            if (Decay.L2 != 0) gradient = gradient.Zip(new Blend(1, Decay.L2), parameter.Value);
            Update(i, parameter, gradient, rate);
        }
    }

    private protected abstract void Update(int index, Parameter parameter, Tensor gradient, double rate);

    // parameter = (1 - rate·λ)·parameter - step·direction: the decoupled decay costs no pass of its own.
    private protected void Move(Parameter parameter, double rate, double step, Tensor direction) =>
        parameter.Update(new Blend(1 - rate * Decay.Shrink, -step), direction);

    private protected Parameter[] Cells(string name)
    {
        using var scope = MemoryScope.Open();
        return [.. Parameters.Select(parameter => new Parameter($"{name} of {parameter.Name}", Tensor.Zeros(parameter.Shape, parameter.DType, parameter.Value.Device)))];
    }
}
