using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.LearningRules;

/// <summary>Ways to choose the matrices that carry an error back through the layers of a net in place of the transposes of its weights. Each is a function
/// from a layer's index (0 is the first) to a matrix [outputs, inputs] of that layer, asked in every backward pass.</summary>
public static class Feedback
{
    /// <summary>Matrices drawn once, as the weights of a new net would be (Lillicrap et al. 2016).</summary>
    /// <param name="net">Whose layers they serve.</param>
    /// <param name="initialiser">Draws [inputs, outputs], which is then transposed: a scale that suits the weights suits these.</param>
    /// <param name="stream">Where the draws come from.</param>
    public static Func<int, Tensor> Fixed(Mlp net, Initialiser initialiser, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(net);
        // Cells, for they outlive the scope of a step.
        Parameter[] matrices = [.. net.Layers.Select((layer, i) => Cell($"feedback{i + 1}", () => Draw(layer, initialiser, stream)))];
        return layer => matrices[layer].Value.StopGradient();
    }

    /// <summary>Matrices drawn anew for every backward pass: no weights can align with them. A control.</summary>
    /// <param name="net">Whose layers they serve.</param>
    /// <param name="initialiser">See <see cref="Fixed"/>.</param>
    /// <param name="stream">Where the draws come from.</param>
    public static Func<int, Tensor> Redrawn(Mlp net, Initialiser initialiser, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(net);
        return layer => Draw(net.Layers[layer], initialiser, stream);
    }

    /// <summary>The transposes of the present weights times a factor: 1 is back-propagation; -1 sends every error back with the wrong sign.</summary>
    /// <param name="net">Whose layers they serve.</param>
    /// <param name="factor">The factor.</param>
    public static Func<int, Tensor> Transposed(Mlp net, double factor = 1)
    {
        ArgumentNullException.ThrowIfNull(net);
        return layer => net.Layers[layer].Weight.Value.StopGradient().Transpose() * factor;
    }

    internal static Parameter Cell(string name, Func<Tensor> value)
    {
        using var scope = MemoryScope.Open();
        return new Parameter(name, value());
    }

    private static Tensor Draw(Dense layer, Initialiser initialiser, RandomStream stream) =>
        initialiser.Draw(layer.Weight.Shape, stream, layer.Weight.DType).Transpose();
}
