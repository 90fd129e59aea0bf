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
        RequireAffine(weight, bias);
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

    private void RequireAffine(Tensor weight, Tensor bias)
    {
        if (Rank == 0) throw new TensorException("affine: a single number is no row; inputs are [..., k]");
        if (weight.Rank != 2) throw new TensorException($"affine: the weight {weight.Shape} is no matrix [k, n]");
        if (Shape[-1] != weight.Shape[0])
            throw new TensorException($"affine: the inputs {Shape} have {Shape[-1]} columns; the weight {weight.Shape} takes {weight.Shape[0]}");
        if (bias.Rank != 1 || bias.Shape[0] != weight.Shape[1])
            throw new TensorException($"affine: the bias {bias.Shape} must be [{weight.Shape[1]}], one number for each column of the weight {weight.Shape}");
    }
}
