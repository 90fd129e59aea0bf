using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Root mean square normalisation (Zhang and Sennrich 2019): y = scale·x / √(Σx²/n + ε) for each row x of shape [..., n]; the mean is
/// left where it is.</summary>
public sealed class RmsNorm : Module
{
    private readonly double _epsilon;

    /// <summary>A layer with scale 1.</summary>
    /// <param name="name">The parameter is called <c>name.scale</c>.</param>
    /// <param name="size">n, the numbers in a row.</param>
    /// <param name="epsilon">ε, keeps the division finite.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">Where the parameter lives; null for the default.</param>
    public RmsNorm(string name, int size, double epsilon = 1e-5, DType dtype = DType.Float32, Kernels.Device? device = null)
    {
        using var scope = MemoryScope.Open();
        Domain.Count($"rms norm '{name}'", "numbers in a row", size);
        _epsilon = Domain.NotNegative($"rms norm '{name}'", "an epsilon", epsilon);
        Scale = new Parameter($"{name}.scale", Tensor.Ones([size], dtype, device));
    }

    /// <summary>The factor on each element of a row, [n].</summary>
    public Parameter Scale { get; }

    /// <inheritdoc/>
    /// <exception cref="TensorException">The rows do not have n numbers.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.Require("rms norm", x, Scale);
        if (x.Rank == 0 || x.Shape[-1] != Scale.Shape[0]) throw new TensorException($"rms norm: {x.Shape} is not [..., {Scale.Shape[0]}]");
        return x * (x.Square().Mean(-1, keepDims: true) + _epsilon).Pow(-0.5) * Scale.Value;
    }
}
