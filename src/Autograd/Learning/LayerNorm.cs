using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Layer normalisation (Ba, Kiros and Hinton 2016): y = scale·(x - μ)/√(σ² + ε) + shift for each row x of shape [..., n], with the mean μ
/// and the variance σ² = Σ(x - μ)²/n of that row.</summary>
public sealed class LayerNorm : Module
{
    private readonly double _epsilon;

    /// <summary>A layer with scale 1 and shift 0.</summary>
    /// <param name="name">The parameters are called <c>name.scale</c> and <c>name.shift</c>.</param>
    /// <param name="size">n, the numbers in a row.</param>
    /// <param name="epsilon">ε, keeps the division finite.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">Where the parameters live; null for the default.</param>
    public LayerNorm(string name, int size, double epsilon = 1e-5, DType dtype = DType.Float32, Kernels.Device? device = null)
    {
        using var scope = MemoryScope.Open();
        Domain.Count($"layer norm '{name}'", "numbers in a row", size);
        _epsilon = Domain.NotNegative($"layer norm '{name}'", "an epsilon", epsilon);
        Scale = new Parameter($"{name}.scale", Tensor.Ones([size], dtype, device));
        Shift = new Parameter($"{name}.shift", Tensor.Zeros([size], dtype, device));
    }

    /// <summary>The factor on each element of a row, [n].</summary>
    public Parameter Scale { get; }

    /// <summary>What is added to each, [n].</summary>
    public Parameter Shift { get; }

    /// <inheritdoc/>
    /// <exception cref="TensorException">The rows do not have n numbers, or are of another dtype than the scale.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.Require("layer norm", x, Scale);
        return x.LayerNorm(Scale.Value, Shift.Value, _epsilon);
    }
}
