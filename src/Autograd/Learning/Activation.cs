using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A function applied to each element between layers; it has no parameters.</summary>
public sealed class Activation : Module
{
    private readonly Func<Tensor, Tensor> _function;

    // The function of x·W + b, and of a convolution with bias, in one pass over the sums, where there is one.
    private readonly Func<Tensor, Tensor, Tensor, Tensor>? _affine;
    private readonly Func<Tensor, Tensor, Tensor, Sliding, int, Tensor>? _convolution;

    /// <summary>An activation of your own.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="function">Element by element.</param>
    /// <param name="gain">See <see cref="Gain"/>.</param>
    public Activation(string name, Func<Tensor, Tensor> function, double gain = 1)
    {
        Name = name;
        Gain = Domain.Finite($"activation '{name}'", "a gain", gain);
        _function = function;
    }

    private Activation(
        string name, Func<Tensor, Tensor> function, Func<Tensor, Tensor, Tensor, Tensor> affine, Func<Tensor, Tensor, Tensor, Sliding, int, Tensor> convolution, double gain)
        : this(name, function, gain) => (_affine, _convolution) = (affine, convolution);

    /// <summary>y = x; gain 1.</summary>
    public static Activation Identity { get; } = new(
        "identity", static x => x, static (x, w, b) => x.Affine(w, b), static (x, w, b, sliding, groups) => x.Convolve(w, b, default(Kernels.Identity), sliding, groups), gain: 1);

    /// <summary>y = max(x, 0); gain √2 (He et al. 2015: half of the squares are lost).</summary>
    public static Activation Relu { get; } = Of("relu", default(Kernels.Relu), Math.Sqrt(2));

    /// <summary>y = tanh x; gain 5/3 (PyTorch's table, <c>torch.nn.init.calculate_gain</c>).</summary>
    public static Activation Tanh { get; } = Of("tanh", default(Kernels.Tanh), 5.0 / 3);

    /// <summary>y = 1 / (1 + e^-x); gain 1 (PyTorch's table).</summary>
    public static Activation Sigmoid { get; } = Of("sigmoid", default(Kernels.Sigmoid));

    /// <summary>y = ln(1 + e^x); gain 1, since no source states another.</summary>
    public static Activation Softplus { get; } = new("softplus", static x => x.Softplus());

    /// <summary>y = x·Φ(x) with the normal distribution function Φ(x) = ½·(1 + erf(x / √2)) (Hendrycks and Gimpel 2016); gain 1, since no source
    /// states another.</summary>
    public static Activation Gelu { get; } = new("gelu", static x => x.Gelu());

    /// <summary>y = x·σ(x), also called swish (Elfwing, Uchibe and Doya 2018); gain 1, since no source states another.</summary>
    public static Activation Silu { get; } = new("silu", static x => x.Silu());

    /// <summary>The name in messages.</summary>
    public string Name { get; }

    /// <summary>The factor for the standard deviation of the weights before this activation that keeps the mean square of the signal about
    /// constant from layer to layer: pass it to <see cref="Initialiser.WithGain"/>.</summary>
    public double Gain { get; }

    /// <summary>y = x above 0, slope·x below; gain √(2 / (1 + slope²)) (He et al. 2015, eq. 15).</summary>
    /// <exception cref="TensorException">The slope is not finite.</exception>
    public static Activation LeakyRelu(double slope) =>
        new("leaky relu", x => x.LeakyRelu(slope), Math.Sqrt(2 / (1 + Domain.Finite("leaky relu", "a slope", slope) * slope)));

    // For ops whose derivative follows from the output: see Tensor.Affine and Tensor.Convolve.
    private static Activation Of<TOp>(string name, TOp op, double gain = 1)
        where TOp : struct, IUnaryOp =>
        new(name, x => x.Map(op), (x, w, b) => x.Affine(w, b, op), (x, w, b, sliding, groups) => x.Convolve(w, b, op, sliding, groups), gain);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => _function(x);

    /// <summary>The activation of x·W + b, in one pass where that can be.</summary>
    internal Tensor OfAffine(Tensor x, Tensor weight, Tensor bias) => _affine is null ? _function(x.Affine(weight, bias)) : _affine(x, weight, bias);

    /// <summary>The activation of a convolution with bias, in one pass where that can be.</summary>
    internal Tensor OfConvolution(Tensor x, Tensor weight, Tensor bias, in Sliding sliding, int groups) => _convolution is null
        ? _function(x.Convolve(weight, bias, default(Kernels.Identity), sliding, groups))
        : _convolution(x, weight, bias, sliding, groups);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
