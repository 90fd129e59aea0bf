using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Gradient descent on mini-batches, with momentum: v ← μ·v + g, w ← w - rate·v; with Nesterov's form w ← w - rate·(g + μ·v).
/// These are PyTorch's formulas (<c>torch.optim.SGD</c>, dampening 0).</summary>
public sealed class Sgd : Optimiser
{
    private readonly double _momentum;
    private readonly bool _nesterov;
    private readonly Parameter[] _velocity;
    private Pace _pace;

    /// <summary>Descent on those parameters.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="learningRate">A number or a schedule.</param>
    /// <param name="momentum">μ, from 0 to below 1.</param>
    /// <param name="nesterov">True for Nesterov's form.</param>
    /// <param name="decay">How weights are pulled to 0; not at all by default.</param>
    /// <exception cref="TensorException">Another range, no parameters, or one that occurs twice.</exception>
    public Sgd(IEnumerable<Parameter> parameters, Schedule learningRate, double momentum = 0, bool nesterov = false, WeightDecay decay = default)
        : base(parameters, learningRate, decay)
    {
        if (nesterov && momentum == 0) throw new TensorException("sgd: Nesterov's form needs a momentum above 0");
        _momentum = Domain.Share("sgd", "a momentum", momentum);
        _nesterov = nesterov;
        _velocity = momentum == 0 ? [] : Cells("velocity");
    }

    private protected override void Prepare(Pace pace) => _pace = pace;

    private protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        if (_momentum == 0) parameter.Step(new Descent(_pace), gradient);
        else if (_nesterov) parameter.Step(new Nesterov(_pace, _momentum), gradient, _velocity[index]);
        else parameter.Step(new Momentum(_pace, _momentum), gradient, _velocity[index]);
    }
}
