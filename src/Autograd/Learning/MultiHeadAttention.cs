using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Multi-head attention (Vaswani et al. 2017, sec. 3.2.2): queries, keys and values are dense layers of the inputs, cut into heads of
/// size / heads columns each that attend by themselves; a last dense layer mixes what they give. The formulas, and the order of the columns,
/// are those of <c>torch.nn.MultiheadAttention</c>, whose in_proj_weight holds the transposes of the query's, key's and value's weights one
/// below the other.</summary>
public sealed class MultiHeadAttention : Module
{
    private readonly string _layer;

    /// <summary>A layer with drawn weights and biases of zeros.</summary>
    /// <param name="name">The parameters are called <c>name.query.weight</c>, <c>name.query.bias</c>, and so on for <c>key</c>, <c>value</c> and
    /// <c>output</c>.</param>
    /// <param name="size">Numbers per position that come in and go out.</param>
    /// <param name="heads">How many heads; they divide the size.</param>
    /// <param name="initialiser">Draws the weights.</param>
    /// <param name="stream">Where the draws come from.</param>
    /// <param name="causal">True lets a position look at itself and at earlier ones only.</param>
    /// <param name="bias">False for layers without bias.</param>
    /// <param name="dtype">float32 or float64.</param>
    /// <exception cref="TensorException">The heads do not divide the size.</exception>
    public MultiHeadAttention(string name, int size, int heads, Initialiser initialiser, RandomStream stream, bool causal = false, bool bias = true, DType dtype = DType.Float32)
    {
        _layer = $"attention '{name}'";
        Domain.Count(_layer, "columns", size);
        if (heads < 1 || size % heads != 0) throw new TensorException($"{_layer}: {heads} heads do not divide the size {size}");
        Heads = heads;
        IsCausal = causal;
        Dense Part(string part) => new($"{name}.{part}", size, size, initialiser, stream, bias, dtype);
        (Query, Key, Value, Output) = (Part("query"), Part("key"), Part("value"), Part("output"));
    }

    /// <summary>How many heads.</summary>
    public int Heads { get; }

    /// <summary>True when a position looks at itself and at earlier ones only.</summary>
    public bool IsCausal { get; }

    /// <summary>Makes the queries.</summary>
    public Dense Query { get; }

    /// <summary>Makes the keys.</summary>
    public Dense Key { get; }

    /// <summary>Makes the values.</summary>
    public Dense Value { get; }

    /// <summary>Mixes what the heads give.</summary>
    public Dense Output { get; }

    /// <summary>Self-attention: each position looks at all of its own sequence.</summary>
    /// <param name="x">[..., positions, size].</param>
    /// <returns>The same shape.</returns>
    /// <exception cref="TensorException">Another shape.</exception>
    public override Tensor Forward(Tensor x) => Attend(x, x);

    /// <summary>Each position of one sequence looks at another sequence.</summary>
    /// <param name="x">Who looks: [..., m, size].</param>
    /// <param name="memory">What is looked at: [..., n, size].</param>
    /// <param name="mask">bool, broadcasts to [..., heads, m, n]: true where a position may look; null for everywhere. For masks that differ
    /// from example to example, [batch, 1, m, n].</param>
    /// <returns>[..., m, size].</returns>
    /// <exception cref="TensorException">Shapes or dtypes do not fit, or the mask is not bool.</exception>
    public Tensor Attend(Tensor x, Tensor memory, Tensor? mask = null)
    {
        RequirePositions(x);
        RequirePositions(memory);
        Tensor heads = Attention.ScaledDotProduct(Split(Query.Forward(x)), Split(Key.Forward(memory)), Split(Value.Forward(memory)), mask, IsCausal);
        return Output.Forward(heads.Transpose(-3, -2).Reshape(new Shape([.. heads.Shape.Sizes[..^3], heads.Shape[-2], Output.Weight.Shape[0]])));
    }

    // [..., positions, size] to [..., heads, positions, size / heads].
    private Tensor Split(Tensor x) => x.Reshape(new Shape([.. x.Shape.Sizes[..^1], Heads, x.Shape[-1] / Heads])).Transpose(-3, -2);

    private void RequirePositions(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2) throw new TensorException($"{_layer}: the inputs {x.Shape} are not [..., positions, {Query.Weight.Shape[0]}]");
        Inputs.Require(_layer, x, Query.Weight);
    }
}
