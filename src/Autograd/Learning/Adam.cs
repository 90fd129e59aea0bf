using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Steps scaled by running means of the gradient and of its square (Kingma and Ba 2015): m ← β₁·m + (1 - β₁)·g, v ← β₂·v + (1 - β₂)·g²,
/// w ← w - rate·m̂ / (√v̂ + ε) with m̂ = m / (1 - β₁^t) and v̂ = v / (1 - β₂^t), as in PyTorch. With decoupled decay it is AdamW.</summary>
public sealed class Adam : Optimiser
{
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _epsilon;
    private readonly Parameter[] _mean;
    private readonly Parameter[] _square;
    private AdaptiveMoments _step;

    /// <summary>Adam on those parameters.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="learningRate">A number or a schedule.</param>
    /// <param name="beta1">Memory of the mean, from 0 to below 1.</param>
    /// <param name="beta2">Memory of the mean square, from 0 to below 1.</param>
    /// <param name="epsilon">Keeps the division finite.</param>
    /// <param name="decay">How weights are pulled to 0; not at all by default.</param>
    /// <exception cref="TensorException">Another range, no parameters, or one that occurs twice.</exception>
    public Adam(IEnumerable<Parameter> parameters, Schedule learningRate, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, WeightDecay decay = default)
        : base(parameters, learningRate, decay)
    {
        _beta1 = Domain.Share("adam", "a beta1", beta1);
        _beta2 = Domain.Share("adam", "a beta2", beta2);
        _epsilon = Domain.NotNegative("adam", "an epsilon", epsilon);
        _mean = Cells("mean");
        _square = Cells("square");
    }

    private protected override void Prepare(Pace pace) => _step = new AdaptiveMoments(
        pace with { Rate = pace.Rate / (1 - Math.Pow(_beta1, Steps)) }, _beta1, _beta2, 1 / Math.Sqrt(1 - Math.Pow(_beta2, Steps)), _epsilon);

    private protected override void Update(int index, Parameter parameter, Tensor gradient) => parameter.Step(_step, gradient, _mean[index], _square[index]);
}
