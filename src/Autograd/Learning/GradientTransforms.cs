using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Gradients made of gradients, between <c>Backward</c> and <c>Step</c>: clip, scale, mask, project, disturb. Each returns a new value and
/// leaves the gradients of parameters that are not named, or frozen, as they are, so that they chain:
/// <c>gradients.Mask(masks).ClipNorm(net.Parameters, 1)</c>.</summary>
public static partial class GradientTransforms
{
    /// <summary>The gradients of those parameters, each passed through a function.</summary>
    /// <param name="gradients">What <c>Backward</c> gave.</param>
    /// <param name="parameters">Whose gradients are meant.</param>
    /// <param name="function">From the parameter and its gradient to a gradient of the same shape and dtype.</param>
    /// <exception cref="TensorException">The function gave another shape or dtype.</exception>
    public static Gradients Map(this Gradients gradients, IEnumerable<Parameter> parameters, Func<Parameter, Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(function);
        using Tracking.Scope pause = Tracking.Pause();
        Gradients mapped = gradients.Copy();
        foreach (Parameter parameter in parameters.Where(parameter => !parameter.IsFrozen))
        {
            Tensor gradient = function(parameter, gradients[parameter]);
            if (gradient.Shape != parameter.Shape || gradient.DType != parameter.DType)
                throw new TensorException($"gradient transform: '{parameter}' got a gradient {gradient.DType.Name()} {gradient.Shape}; it must have the parameter's shape and dtype");
            mapped.At((LeafOrigin)parameter.Value.Origin!) = gradient;
        }
        return mapped;
    }

    /// <summary>Σ g·h over the gradients of those parameters taken together, in float64: no square of a float32 leaves its range.</summary>
    public static double Dot(this Gradients gradients, Gradients other, IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(parameters);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        return parameters.Sum(parameter => (gradients[parameter].To(DType.Float64) * other[parameter].To(DType.Float64)).Sum().Item());
    }

    /// <summary>The Euclidean length of the gradients of those parameters taken together.</summary>
    public static double Norm(this Gradients gradients, IEnumerable<Parameter> parameters) => Math.Sqrt(gradients.Dot(gradients, parameters));

    /// <summary>Times one factor; below 0 it turns them round.</summary>
    /// <exception cref="TensorException">The factor is not finite.</exception>
    public static Gradients Scale(this Gradients gradients, IEnumerable<Parameter> parameters, double factor)
    {
        Domain.Finite("scale of gradients", "a factor", factor);
        return gradients.Map(parameters, (_, gradient) => gradient * factor);
    }

    /// <summary>Scaled by one factor so that their joint length is at most the limit (Pascanu, Mikolov and Bengio 2013); unchanged when it
    /// already is.</summary>
    /// <param name="gradients">What <c>Backward</c> gave.</param>
    /// <param name="parameters">Whose gradients are meant.</param>
    /// <param name="limit">At least 0.</param>
    /// <exception cref="TensorException">Another limit.</exception>
    public static Gradients ClipNorm(this Gradients gradients, IEnumerable<Parameter> parameters, double limit)
    {
        Domain.Limit("clip norm", limit);
        Parameter[] all = [.. parameters];
        double norm = gradients.Norm(all);
        return norm <= limit ? gradients : gradients.Map(all, (_, gradient) => gradient * (limit / norm));       // NaN stays NaN
    }

    /// <summary>Each element cut to [-limit, limit].</summary>
    /// <param name="gradients">What <c>Backward</c> gave.</param>
    /// <param name="parameters">Whose gradients are meant.</param>
    /// <param name="limit">At least 0.</param>
    /// <exception cref="TensorException">Another limit.</exception>
    public static Gradients ClipValue(this Gradients gradients, IEnumerable<Parameter> parameters, double limit)
    {
        Domain.Limit("clip value", limit);
        return gradients.Map(parameters, (_, gradient) => gradient.Clamp(-limit, limit));
    }

    /// <summary>Each gradient through the mask of its parameter: a bool mask keeps where it is true and gives 0 elsewhere, one of numbers
    /// multiplies. With 0 there, momentum and decay may still move a weight: mask the weights after the step as well where they must not.</summary>
    /// <param name="gradients">What <c>Backward</c> gave.</param>
    /// <param name="masks">Masks that broadcast to their parameter's shape; numbers are of its dtype.</param>
    /// <exception cref="TensorException">A mask does not fit.</exception>
    public static Gradients Mask(this Gradients gradients, IReadOnlyDictionary<Parameter, Tensor> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        return gradients.Map(masks.Keys, (parameter, gradient) => masks[parameter] is { DType: DType.Bool } mask
            ? Tensor.Where(mask, gradient, Tensor.Scalar(0, gradient.DType, gradient.Device))
            : gradient * masks[parameter]);
    }

    /// <summary>With independent normal numbers added, of that standard deviation.</summary>
    /// <param name="gradients">What <c>Backward</c> gave.</param>
    /// <param name="parameters">Whose gradients are meant; each draws once from the stream, in this order.</param>
    /// <param name="standardDeviation">Of the noise.</param>
    /// <param name="stream">Where the noise comes from.</param>
    public static Gradients Noise(this Gradients gradients, IEnumerable<Parameter> parameters, double standardDeviation, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return gradients.Map(parameters, (parameter, gradient) => gradient + stream.Normal(parameter.Shape, 0, standardDeviation, parameter.DType));
    }
}
