using DeepPuzzles.Autograd;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Changes parameters along their gradients. Its state lives in cells of its own, outside memory scopes; an update records nothing
/// and makes the values that were read before stale.</summary>
public abstract class Optimiser
{
    private readonly List<Parameter> _state = [];
    private readonly Tensor?[] _gradients;          // of one step; between steps nothing is kept

    private protected Optimiser(IEnumerable<Parameter> parameters, Schedule learningRate, WeightDecay decay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(learningRate);
        Parameters = [.. parameters];
        LearningRate = learningRate;
        _gradients = new Tensor?[Parameters.Count];
        Decay = decay;
        if (Parameters.Count == 0) throw new TensorException("optimiser: the list of parameters is empty, so there is nothing to train; pass the Parameters of a module");
        if (Parameters.FirstOrDefault(parameter => !parameter.DType.IsFloat()) is { } whole)
            throw new TensorException($"optimiser: parameter '{whole.Name}' is {whole.DType.Name()}; only float32 and float64 have gradients");
        if (Parameters.GroupBy(parameter => parameter).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TensorException($"optimiser: parameter '{twice.Key.Name}' is in the list twice and would step twice; pass each once, for example by Distinct()");
    }

    /// <summary>What is trained.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The learning rate as a function of the step.</summary>
    public Schedule LearningRate { get; }

    /// <summary>How weights are pulled to 0.</summary>
    public WeightDecay Decay { get; }

    /// <summary>How many steps have been taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Changes every parameter once. A parameter on which the loss does not depend has the gradient 0, and still decays and coasts; one
    /// that is frozen is passed over, it and its state stay as they are. All or nothing: what is wrong is found before the first one moves, but for what a device
    /// that computes beside the processor tells when a value is read, a label that names nothing: read the loss before the step, as <c>Step(loss)</c>
    /// does.</summary>
    /// <param name="gradients">What <c>Backward</c> gave.</param>
    /// <exception cref="TensorException">The loss depends on none of the parameters; the gradients are of targets, and one is none of them; a gradient is stale;
    /// or the schedule gives no learning rate of at least 0. Nothing has changed then.</exception>
    public void Step(Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        double rate = Domain.NotNegative("optimiser", "a learning rate", LearningRate[Steps]);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        Fetch(gradients);
        Follow();
        Steps++;
        Prepare(new Pace(rate, Decay.L2, 1 - rate * Decay.Shrink));
        for (int i = 0; i < _gradients.Length; i++)
        {
            if (_gradients[i] is { } gradient) Update(i, Parameters[i], gradient);
        }
        Array.Clear(_gradients);
    }

    // Of all that is not frozen.
    private void Fetch(Gradients gradients)
    {
        Array.Clear(_gradients);
        (bool reached, Parameter? trained) = (false, null);
        for (int i = 0; i < _gradients.Length; i++)
        {
            Parameter parameter = Parameters[i];
            if (parameter.IsFrozen) continue;
            trained ??= parameter;
            reached |= gradients.Hold(parameter);
            Tensor gradient = gradients[parameter];
            if (!gradient.IsValid) throw new TensorException($"optimiser: the gradient of parameter '{parameter.Name}' is stale: its memory scope has ended, or a step has changed what it is a view of; call Backward again");
            if (gradient.Device != parameter.Device && !gradient.Device.SharesMemoryWith(parameter.Device))
                throw new TensorException($"optimiser: the gradient of parameter '{parameter.Name}' is on {gradient.Device.Name}, the parameter on {parameter.Device.Name}: it has moved since; call Backward again");
            _gradients[i] = gradient;
        }
        if (trained is not null && !reached)
            throw new TensorException($"optimiser: the loss depends on none of the {Parameters.Count} parameters, '{trained.Name}' the first, so no step would ever train them; pass the parameters of the module that the loss is made of");
    }

    // Where a parameter has moved, its state goes too. Cells come in the order of the parameters.
    private void Follow()
    {
        for (int i = 0; i < _state.Count; i++) _state[i].MoveTo(Parameters[i % Parameters.Count].Device);
    }

    /// <summary>A copy of the state: <c>steps</c>, and for each parameter what the optimiser remembers of its gradients, <c>velocity.dense1.weight</c>
    /// for example.</summary>
    public Snapshot TakeSnapshot() => Slot.Read(Slots);

    /// <summary>Puts a state back, bit for bit.</summary>
    /// <exception cref="TensorException">Names are missing or too many, or shapes or dtypes differ; all of that is listed, and nothing has
    /// changed.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> snapshot) => Slot.Write(Slots, snapshot, "optimiser");

    internal IEnumerable<Slot> Slots =>
    [
        new("steps", () => Tensor.Scalar(Steps, DType.Int32), steps => Steps = (int)steps.Item())
        {
            Flaw = steps => steps.Item() < 0 ? FormattableString.Invariant($"{steps.Item()} steps; there are 0 or more") : null,
        },
        .. _state,
    ];

    /// <summary>Makes the op of this step, once for all parameters.</summary>
    private protected abstract void Prepare(Pace pace);

    private protected abstract void Update(int index, Parameter parameter, Tensor gradient);

    /// <summary>A cell of zeros for each parameter, part of the state.</summary>
    private protected Parameter[] Cells(string name)
    {
        using var scope = MemoryScope.Open();
        Parameter[] cells = [.. Parameters.Select(parameter => new Parameter($"{name}.{parameter.Name}", Tensor.Zeros(parameter.Shape, parameter.DType, parameter.Device)))];
        _state.AddRange(cells);
        return cells;
    }
}
