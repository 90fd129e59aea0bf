using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

// Gradients without what lies in a subspace.
public static partial class GradientTransforms
{
    /// <summary>Each gradient g, as a matrix [n, ...], less its part in a subspace of the n-dimensional space: g - M·(Mᵀ·g). With the subspace of
    /// the inputs that a dense layer [inputs, outputs] has seen, its answers to them stay (gradient projection memory: Saha, Garg and Roy
    /// 2021).</summary>
    /// <param name="gradients">What <c>Backward</c> gave.</param>
    /// <param name="bases">For each parameter M, [n, k]: k orthonormal columns; n is the first size of the parameter, or the number of all its
    /// elements, which then are one vector.</param>
    /// <exception cref="TensorException">A basis does not fit.</exception>
    public static Gradients ProjectOut(this Gradients gradients, IReadOnlyDictionary<Parameter, Tensor> bases)
    {
        ArgumentNullException.ThrowIfNull(bases);
        return gradients.Map(bases.Keys, (parameter, gradient) =>
        {
            Tensor basis = bases[parameter];
            bool fits = basis.Rank == 2 && parameter.Shape.Rank > 0 && (basis.Shape[0] == parameter.Shape[0] || basis.Shape[0] == gradient.Count);
            if (!fits) throw new TensorException($"project out: the basis {basis.Shape} does not fit '{parameter}'; it is [n, k] with n its first size or the number of its elements");
            Tensor matrix = gradient.Reshape(basis.Shape[0], gradient.Count / Math.Max(1, basis.Shape[0]));
            return (matrix - basis.MatMul(basis.Transpose().MatMul(matrix))).Reshape(gradient.Shape);
        });
    }

    /// <summary>The gradients of those parameters, taken together as one vector g, less their part along another r: g - (g·r / r·r)·r.</summary>
    /// <param name="gradients">What <c>Backward</c> gave.</param>
    /// <param name="parameters">Whose gradients are meant.</param>
    /// <param name="reference">r: what <c>Backward</c> gave elsewhere.</param>
    /// <param name="onlyAgainst">True leaves g as it is unless g·r is below 0: then a small step along -g does not raise what r is the gradient of
    /// (averaged gradient episodic memory: Chaudhry et al. 2019, eq. 11).</param>
    public static Gradients ProjectOut(this Gradients gradients, IEnumerable<Parameter> parameters, Gradients reference, bool onlyAgainst = false)
    {
        Parameter[] all = [.. parameters];
        double along = gradients.Dot(reference, all), length = reference.Dot(reference, all);
        if (length == 0 || (onlyAgainst && along >= 0)) return gradients;
        return gradients.Map(all, (parameter, gradient) => gradient - reference[parameter] * (along / length));
    }

    /// <summary>Each gradient of a weight less its mean over the numbers that feed one output (gradient centralisation: Yong et al. 2020): over the
    /// first axis of a matrix [inputs, outputs], over all axes but the first of kernels [outputs, inputs, h, w]. Vectors, biases for example,
    /// stay as they are.</summary>
    public static Gradients Centralise(this Gradients gradients, IEnumerable<Parameter> parameters) => gradients.Map(parameters, static (_, gradient) => gradient.Rank switch
    {
        < 2 => gradient,
        2 => gradient - gradient.Mean(0, keepDims: true),
        _ => gradient - gradient.Mean([.. Enumerable.Range(1, gradient.Rank - 1)], keepDims: true),
    });
}
