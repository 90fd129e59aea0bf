using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>x + f(x) (He et al. 2016): what a module changes about its input, added to the input.</summary>
/// <example>A block of a transformer, with normalisation before each part:
/// <code>
/// var block = new Sequential(
///     new Residual(new Sequential(new LayerNorm("norm1", n), new MultiHeadAttention("attention", n, heads, init, stream), new Dropout(0.1, drop))),
///     new Residual(new Sequential(
///         new LayerNorm("norm2", n), new Dense("wide", n, 4 * n, init, stream), Activation.Gelu, new Dense("narrow", 4 * n, n, init, stream), new Dropout(0.1, drop))));
/// </code></example>
public sealed class Residual : Module
{
    /// <summary>x + change(x).</summary>
    /// <param name="change">Gives the shape it gets.</param>
    public Residual(Module change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Change = change;
    }

    /// <summary>f.</summary>
    public Module Change { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor change = Change.Forward(x);
        return change.Shape == x.Shape ? x + change : throw new TensorException($"residual: the input is {x.Shape}, its change {change.Shape}; they must be the same");
    }
}
