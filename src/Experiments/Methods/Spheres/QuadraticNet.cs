using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Spheres;

/// <summary>The quadratic net of Gilmer et al. 2018: one hidden layer without bias, σ(z) = z², then f(x) = w·‖x·W‖² + b, the logit of "outer sphere".
/// In the eigenbasis of W·Wᵀ it is f(x) = Σ (w·λᵢ + b/‖x‖²) xᵢ²: an ellipsoid, all of whose errors on the two spheres are known exactly.</summary>
public sealed class QuadraticNet : Module
{
    private readonly Parameter _weight;
    private readonly Parameter _scale;
    private readonly Parameter _bias;

    /// <summary>A net with W drawn from N(0, 1/hidden), w = 1, b = -1: an ellipsoid of radius about 1 in every direction.</summary>
    /// <param name="inputs">n.</param>
    /// <param name="hidden">Units of the hidden layer.</param>
    /// <param name="stream">Where the weights come from.</param>
    /// <param name="dtype">float32 or float64.</param>
    public QuadraticNet(int inputs, int hidden, RandomStream stream, DType dtype = DType.Float32)
        : this((stream ?? throw new ArgumentNullException(nameof(stream))).Normal([inputs, hidden], 0, 1 / Math.Sqrt(hidden), dtype), 1, -1)
    {
    }

    private QuadraticNet(Tensor weight, double scale, double bias)
    {
        _weight = new("weight", weight);
        _scale = new("scale", Tensor.Full([1], scale, weight.DType, weight.Device));
        _bias = new("bias", Tensor.Full([1], bias, weight.DType, weight.Device));
    }

    /// <summary>A net with those coefficients, its axes those of the space: f(x) = Σ αᵢ xᵢ² - 1. With every αᵢ in [1/R², 1] it errs nowhere.</summary>
    /// <param name="alphas">Not negative.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="TensorException">A coefficient is negative.</exception>
    public static QuadraticNet Of(ReadOnlySpan<double> alphas, DType dtype = DType.Float32)
    {
        double[] roots = new double[alphas.Length * alphas.Length];
        for (int i = 0; i < alphas.Length; i++)
        {
            if (!(alphas[i] >= 0)) throw new TensorException(FormattableString.Invariant($"quadratic net: a coefficient of {alphas[i]}; squares of weights are not negative"));
            roots[i * alphas.Length + i] = Math.Sqrt(alphas[i]);
        }
        return new(Tensor.From(roots, [alphas.Length, alphas.Length]).To(dtype), 1, -1);
    }

    /// <summary>Logits [count] of points [count, n]; positive says "outer sphere".</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return _scale.Value * x.MatMul(_weight.Value).Square().Sum(-1) + _bias.Value;
    }

    /// <summary>The logits as a function of the points alone, in the points' dtype: nothing is recorded of the weights.</summary>
    public Tensor Logits(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Constant(_scale) * x.MatMul(Constant(_weight)).Square().Sum(-1) + Constant(_bias);

        Tensor Constant(Parameter parameter) => parameter.Value.StopGradient().To(x.DType);
    }

    /// <summary>The ellipsoid that the net has come to, by the eigenvalues of W·Wᵀ in float64.</summary>
    public Ellipsoid Ellipsoid()
    {
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        Tensor weight = _weight.Value.To(DType.Float64);
        (Tensor values, Tensor axes) = weight.MatMul(weight.Transpose(0, 1)).Eigh();
        double scale = _scale.Value.To(DType.Float64).ToArray<double>()[0], bias = _bias.Value.To(DType.Float64).ToArray<double>()[0];
        return new([.. values.ToArray<double>().Select(value => scale * value)], bias, axes.ToArray<double>());
    }
}
