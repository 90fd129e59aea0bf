using DeepPuzzles.Autograd;
using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Changes parameters along their gradients. Its state lives in cells of its own, outside memory scopes; an update records nothing
/// and makes the values that were read before stale.</summary>
public abstract class Optimiser
{
    private readonly List<Parameter> _state = [];

    private protected Optimiser(IEnumerable<Parameter> parameters, Schedule learningRate, WeightDecay decay)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(learningRate);
        Parameters = [.. parameters];
        LearningRate = learningRate;
        Decay = decay;
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
    /// that is frozen is passed over, it and its state stay as they are.</summary>
    public void Step(Gradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        double rate = LearningRate[Steps++];
        Prepare(new Pace(rate, Decay.L2, 1 - rate * Decay.Shrink));
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (!Parameters[i].IsFrozen) Update(i, Parameters[i], gradients[Parameters[i]]);
        }
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

    /// <summary>The share of the past in a running mean or sum: with 1 or more it would never be forgotten.</summary>
    private protected static double Memory(string optimiser, string name, double value) => value is >= 0 and < 1
        ? value
        : throw new TensorException(FormattableString.Invariant($"{optimiser}: a {name} of {value}; it goes from 0 to below 1"));

    /// <summary>What keeps a division finite.</summary>
    private protected static double Epsilon(string optimiser, double value) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new TensorException(FormattableString.Invariant($"{optimiser}: an epsilon of {value}; it is a number of at least 0"));

    /// <summary>A cell of zeros for each parameter, part of the state.</summary>
    private protected Parameter[] Cells(string name)
    {
        using var scope = MemoryScope.Open();
        Parameter[] cells = [.. Parameters.Select(parameter => new Parameter($"{name}.{parameter.Name}", Tensor.Zeros(parameter.Shape, parameter.DType, parameter.Value.Device)))];
        _state.AddRange(cells);
        return cells;
    }
}
