using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.LearningRules;

/// <summary>Direct feedback alignment (Nøkland 2016): the output's error reaches each hidden layer through a random matrix of its own,
/// δ(l) = (e B(l)) ⊙ φ′.</summary>
public sealed class DirectFeedbackAlignment : ErrorBroadcast
{
    private readonly Parameter[] _matrices;

    /// <summary>A net with drawn matrices.</summary>
    /// <param name="net">What answers, and whose parameters are trained.</param>
    /// <param name="initialiser">Draws [units, outputs], which is then transposed: a scale that suits the last layer's weights suits these.</param>
    /// <param name="stream">Where the draws come from.</param>
    public DirectFeedbackAlignment(Mlp net, Initialiser initialiser, RandomStream stream)
        : this(net, Drawn(net, initialiser, stream))
    {
    }

    /// <summary>A net with given matrices.</summary>
    /// <param name="net">What answers, and whose parameters are trained.</param>
    /// <param name="matrices">For each hidden layer B [outputs, units]; they are copied.</param>
    /// <exception cref="TensorException">Another number of matrices, or another shape.</exception>
    public DirectFeedbackAlignment(Mlp net, IReadOnlyList<Tensor> matrices)
        : base(net)
    {
        ArgumentNullException.ThrowIfNull(matrices);
        int outputs = net.Layers[^1].Weight.Shape[1];
        if (matrices.Count != net.Layers.Count - 1) throw new TensorException($"direct feedback alignment: {matrices.Count} matrices for {net.Layers.Count - 1} hidden layers");
        for (int i = 0; i < matrices.Count; i++)
        {
            int units = net.Layers[i].Weight.Shape[1];
            if (matrices[i].Shape != [outputs, units]) throw new TensorException($"direct feedback alignment: the matrix of hidden layer {i} is {matrices[i].Shape}; it must be [{outputs}, {units}]");
        }
        _matrices = [.. matrices.Select((matrix, i) => new Parameter($"feedback{i + 1}", matrix))];
    }

    /// <summary>The net's: the matrices are never trained.</summary>
    public override IReadOnlyList<Parameter> Parameters => Net.Parameters;

    /// <summary>B of a hidden layer, [outputs, units].</summary>
    /// <param name="layer">0 is the first.</param>
    public Tensor Matrix(int layer) => _matrices[layer].Value.StopGradient();

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Signals(Tensor error, IReadOnlyList<Tensor> hidden) => [.. hidden.Select((_, i) => error.MatMul(Matrix(i)))];

    private static Tensor[] Drawn(Mlp net, Initialiser initialiser, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(net);
        Parameter last = net.Layers[^1].Weight;
        return [.. net.Layers.SkipLast(1).Select(layer => initialiser.Draw([layer.Weight.Shape[1], last.Shape[1]], stream, last.DType).Transpose())];
    }
}
