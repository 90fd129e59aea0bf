using DeepPuzzles.Kernels;

namespace DeepPuzzles.Tensors;

/// <summary>Activation(x·W + b) for rows x, in one pass. Inputs: x [m, k], W [k, n], b [n].</summary>
/// <param name="Activation">The activation's op struct; <see cref="Identity"/> for none.</param>
public readonly record struct Affine(Type Activation) : IStructuralOp
{
    /// <inheritdoc/>
    public static string Name => "affine";
}

// A dense layer as one op.
public sealed partial class Tensor
{
    /// <summary>x·W + b in one pass, for rows x of shape [..., k], W [k, n] and b [n]; the result is [..., n].</summary>
    /// <exception cref="TensorException">The shapes, dtypes or devices do not fit.</exception>
    public Tensor Affine(Tensor weight, Tensor bias) => Affine(weight, bias, default(Identity));

    /// <summary>activation(x·W + b) in one pass, for rows x of shape [..., k], W [k, n] and b [n]; the result is [..., n]. Gradients flow if the
    /// activation's derivative follows from its output, as those of ReLU, tanh and the logistic function do.</summary>
    /// <exception cref="TensorException">The shapes, dtypes or devices do not fit.</exception>
    public Tensor Affine<TOp>(Tensor weight, Tensor bias, TOp activation)
        where TOp : struct, IUnaryOp
    {
        RequireSame("affine", RequireFloat("affine"), weight);
        RequireSame("affine", this, bias);
        if (Rank == 0 || weight.Rank != 2 || bias.Rank != 1 || Shape[-1] != weight.Shape[0] || bias.Shape[0] != weight.Shape[1])
            throw new TensorException($"affine: {Shape} · {weight.Shape} + {bias.Shape}: it takes [..., k] · [k, n] + [n]");
        if (Rank != 2)
        {
            var rows = new Shape(Shape.Sizes[..^1]);
            return Reshape([rows.Elements, Shape[-1]]).Affine(weight, bias, activation).Reshape(Shape.With(Rank - 1, weight.Shape[1]));
        }
        bias = bias._layout.IsContiguous ? bias : bias.Copy();
        Tensor y = Empty([Shape[0], weight.Shape[1]], DType, Device);
        if (DType == DType.Float32) Device.MatMul(activation, ReadView<float>(), weight.ReadView<float>(), bias.ReadView<float>(), y.ReadView<float>());
        else Device.MatMul(activation, ReadView<double>(), weight.ReadView<double>(), bias.ReadView<double>(), y.ReadView<double>());
        return y.From(new Affine(typeof(TOp)), [this, weight, bias]);
    }
}
