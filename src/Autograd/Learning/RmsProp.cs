using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Steps scaled by a running mean of the squared gradient (Tieleman and Hinton 2012): v ← α·v + (1 - α)·g², d = g / (√v + ε),
/// w ← w - rate·d; with momentum b ← μ·b + d, w ← w - rate·b. These are PyTorch's formulas (<c>torch.optim.RMSprop</c>, not centred).</summary>
public sealed class RmsProp : Optimiser
{
    private readonly double _alpha;
    private readonly double _epsilon;
    private readonly double _momentum;
    private readonly Parameter[] _square;
    private readonly Parameter[] _velocity;
    private Pace _pace;

    /// <summary>RMSProp on those parameters.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="learningRate">A number or a schedule.</param>
    /// <param name="alpha">Memory of the mean square, from 0 to below 1.</param>
    /// <param name="epsilon">Keeps the division finite.</param>
    /// <param name="momentum">μ, from 0 to below 1.</param>
    /// <param name="decay">How weights are pulled to 0; not at all by default.</param>
    /// <exception cref="TensorException">Another range, no parameters, or one that occurs twice.</exception>
    public RmsProp(IEnumerable<Parameter> parameters, Schedule learningRate, double alpha = 0.99, double epsilon = 1e-8, double momentum = 0, WeightDecay decay = default)
        : base(parameters, learningRate, decay)
    {
        _alpha = Domain.Share("rmsprop", "an alpha", alpha);
        _epsilon = Domain.NotNegative("rmsprop", "an epsilon", epsilon);
        _momentum = Domain.Share("rmsprop", "a momentum", momentum);
        _square = Cells("square");
        _velocity = momentum == 0 ? [] : Cells("velocity");
    }

    private protected override void Prepare(Pace pace) => _pace = pace;

    private protected override void Update(int index, Parameter parameter, Tensor gradient)
    {
        if (_momentum == 0) parameter.Step(new RootMeanSquare(_pace, _alpha, _epsilon), gradient, _square[index]);
        else parameter.Step(new RootMeanSquareMomentum(_pace, _alpha, _epsilon, _momentum), gradient, _square[index], _velocity[index]);
    }
}
