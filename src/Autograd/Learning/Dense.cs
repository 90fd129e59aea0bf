using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A fully connected layer: y = x·W + b for rows x of shape [..., inputs]; W is [inputs, outputs], b is [outputs].</summary>
public sealed class Dense : Module
{
    private readonly string _name;

    /// <summary>A layer with drawn weights and a bias of zeros.</summary>
    /// <param name="name">The parameters are called <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="inputs">Numbers per example that come in.</param>
    /// <param name="outputs">Numbers per example that go out.</param>
    /// <param name="initialiser">Draws the weights.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="bias">False for a layer without bias.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="TensorException">No inputs or no outputs.</exception>
    public Dense(string name, int inputs, int outputs, Initialiser initialiser, RandomStream stream, bool bias = true, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(initialiser);
        _name = name;
        Domain.Count($"dense '{name}'", "inputs", inputs);
        Domain.Count($"dense '{name}'", "outputs", outputs);
        using var scope = MemoryScope.Open();
        Tensor weight = initialiser.Draw([inputs, outputs], stream, dtype);
        Weight = new Parameter($"{name}.weight", weight);
        Bias = bias ? new Parameter($"{name}.bias", Tensor.Zeros([outputs], dtype, weight.Device)) : null;
    }

    /// <summary>A layer with given values.</summary>
    /// <param name="name">The parameters are called <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="weight">[inputs, outputs].</param>
    /// <param name="bias">[outputs], or null for a layer without bias.</param>
    /// <exception cref="TensorException">The shapes do not fit.</exception>
    public Dense(string name, Tensor weight, Tensor? bias)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Rank != 2) throw new TensorException($"dense: weight of '{name}' has shape {weight.Shape}; it must be [inputs, outputs]");
        if (bias is not null && bias.Shape != [weight.Shape[1]])
            throw new TensorException($"dense: bias of '{name}' has shape {bias.Shape}; the weight {weight.Shape} needs [{weight.Shape[1]}]");
        _name = name;
        Weight = new Parameter($"{name}.weight", weight);
        Bias = bias is null ? null : new Parameter($"{name}.bias", bias);
    }

    /// <summary>W, [inputs, outputs].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [outputs]; null for a layer without bias.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="TensorException">Another number of columns, or another dtype than the weight's.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, Activation.Identity);

    /// <summary>activation(x·W + b): one pass and one node of the graph for identity, ReLU, tanh and the logistic function.</summary>
    public override Tensor Forward(Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(activation);
        if (!Inputs.Fit(x, Weight)) throw Inputs.Misfit($"dense '{_name}'", x, Weight);
        if (x.Rank > 0 && x.Shape[-1] != Weight.Value.Shape[0])
            throw new TensorException($"dense '{_name}': the inputs {x.Shape} have {x.Shape[-1]} columns; the weight {Weight.Value.Shape} takes {Weight.Value.Shape[0]}");
        return Bias is null ? activation.Forward(x.MatMul(Weight.Value)) : activation.OfAffine(x, Weight.Value, Bias.Value);
    }
}
