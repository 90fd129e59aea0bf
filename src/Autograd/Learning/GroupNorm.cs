using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Group normalisation (Wu and He 2018): the channels of each example are cut into groups of neighbours, each group becomes
/// (x - μ)/√(σ² + ε) by its own mean μ and variance σ² = Σ(x - μ)²/m, and each channel has a scale and a shift. Nothing passes between
/// examples, so training and evaluation are the same. With one channel to a group it is instance normalisation: <see cref="OfInstances"/>.</summary>
public sealed class GroupNorm : Module
{
    private readonly double _epsilon;

    /// <summary>A layer with scale 1 and shift 0.</summary>
    /// <param name="name">The parameters are called <c>name.scale</c> and <c>name.shift</c>.</param>
    /// <param name="groups">How many groups; they divide the channels.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">ε, keeps the division finite.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">Where the parameters live; null for the default.</param>
    /// <exception cref="TensorException">The groups do not divide the channels.</exception>
    public GroupNorm(string name, int groups, int channels, double epsilon = 1e-5, DType dtype = DType.Float32, Device? device = null)
    {
        Domain.Count($"group norm '{name}'", "channels", channels);
        if (groups < 1 || channels % groups != 0) throw new TensorException($"group norm '{name}': {groups} groups do not divide the {channels} channels");
        using var scope = MemoryScope.Open();
        _epsilon = Domain.NotNegative($"group norm '{name}'", "an epsilon", epsilon);
        Groups = groups;
        Scale = new Parameter($"{name}.scale", Tensor.Ones([channels], dtype, device));
        Shift = new Parameter($"{name}.shift", Tensor.Zeros([channels], dtype, device));
    }

    /// <summary>Instance normalisation (Ulyanov, Vedaldi and Lempitsky 2016): each channel of each example by itself.</summary>
    /// <param name="name">The parameters are called <c>name.scale</c> and <c>name.shift</c>.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">ε, keeps the division finite.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="device">Where the parameters live; null for the default.</param>
    public static GroupNorm OfInstances(string name, int channels, double epsilon = 1e-5, DType dtype = DType.Float32, Device? device = null) =>
        new(name, channels, channels, epsilon, dtype, device);

    /// <summary>How many groups.</summary>
    public int Groups { get; }

    /// <summary>The factor on each channel, [C].</summary>
    public Parameter Scale { get; }

    /// <summary>What is added to each channel, [C].</summary>
    public Parameter Shift { get; }

    /// <summary>The normalised groups, scaled and shifted.</summary>
    /// <param name="x">[N, C, ...].</param>
    /// <exception cref="TensorException">Another shape.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Inputs.Require("group norm", x, Scale);
        int channels = Scale.Shape[0];
        if (x.Rank < 2 || x.Shape[1] != channels) throw new TensorException($"group norm: {x.Shape} is not [N, {channels}, ...]");
        int size = channels / Groups;
        foreach (int axis in x.Shape.Sizes[2..]) size *= axis;
        var column = new int[x.Rank - 1];
        Array.Fill(column, 1);
        column[0] = channels;
        Tensor normal = x.Reshape(x.Shape[0], Groups, size).Standardise(-1, _epsilon).Reshape(x.Shape);
        return normal * Scale.Value.Reshape(column) + Shift.Value.Reshape(column);
    }
}
