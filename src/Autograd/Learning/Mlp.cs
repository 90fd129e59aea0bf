using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A multi-layer perceptron: dense layers with an activation between them and none after the last. The parameters are called
/// <c>dense1.weight</c>, <c>dense1.bias</c>, <c>dense2.weight</c> …, after the name of the whole where it has one.</summary>
/// <example><code>var net = new Mlp([784, 512, 512, 10], Activation.Relu, Initialiser.He, stream);</code></example>
public sealed class Mlp : Module
{
    /// <summary>Layers between those sizes.</summary>
    /// <param name="sizes">Inputs, widths of the hidden layers, outputs: at least two numbers.</param>
    /// <param name="activation">After each layer but the last.</param>
    /// <param name="initialiser">Draws the weights, first layer first; biases start at 0.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="bias">False for layers without bias.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <param name="name">Stands before the names of the layers, <c>name.dense1</c>, so that two of them can be parts of one module; null for
    /// nothing.</param>
    /// <exception cref="TensorException">Fewer than two sizes, or one below 1.</exception>
    public Mlp(ReadOnlySpan<int> sizes, Activation activation, Initialiser initialiser, RandomStream stream, bool bias = true, DType dtype = DType.Float32, string? name = null)
    {
        if (sizes.Length < 2) throw new TensorException($"mlp: [{string.Join(", ", sizes.ToArray())}] names {sizes.Length} sizes; it takes at least inputs and outputs");
        foreach (int size in sizes)
        {
            if (size < 1) throw new TensorException($"mlp: [{string.Join(", ", sizes.ToArray())}] names a size of {size}; each is at least 1");
        }
        var layers = new Dense[sizes.Length - 1];
        for (int i = 0; i < layers.Length; i++) layers[i] = new Dense($"{(name is null ? "" : name + ".")}dense{i + 1}", sizes[i], sizes[i + 1], initialiser, stream, bias, dtype);
        Layers = layers;
        Activation = activation;
    }

    /// <summary>The dense layers, first to last.</summary>
    public IReadOnlyList<Dense> Layers { get; }

    /// <summary>What stands between the layers.</summary>
    public Activation Activation { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Activations(x)[^1];

    /// <summary>What each layer gives: the hidden layers after their activation, then the output.</summary>
    public IReadOnlyList<Tensor> Activations(Tensor x)
    {
        var outputs = new Tensor[Layers.Count];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = x = Layers[i].Forward(x, i < outputs.Length - 1 ? Activation : Activation.Identity);
        return outputs;
    }
}
