using DeepPuzzles.Autograd;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Gradients made of gradients, between <c>Backward</c> and <c>Step</c>: clip, mask, scale, project. Each returns a new value.</summary>
public static class GradientTransforms
{
    /// <summary>The gradients of those parameters, each passed through a function: a mask, a scale, a projection.</summary>
    /// <param name="gradients">What <c>Backward</c> gave.</param>
    /// <param name="parameters">Whose gradients are meant; others become 0.</param>
    /// <param name="function">From the parameter and its gradient to a gradient of the same shape and dtype.</param>
    /// <exception cref="TensorException">The function gave another shape or dtype.</exception>
    public static Gradients Map(this Gradients gradients, IEnumerable<Parameter> parameters, Func<Parameter, Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(function);
        using Tracking.Scope pause = Tracking.Pause();
        var mapped = new Gradients();
        foreach (Parameter parameter in parameters)
        {
            Tensor gradient = function(parameter, gradients[parameter]);
            if (gradient.Shape != parameter.Shape || gradient.DType != parameter.DType)
                throw new TensorException($"gradient transform: '{parameter}' got a gradient {gradient.DType.Name()} {gradient.Shape}; it must have the parameter's shape and dtype");
            mapped.At((LeafOrigin)parameter.Value.Origin!) = gradient;
        }
        return mapped;
    }

    /// <summary>The Euclidean length of the gradients of those parameters taken together.</summary>
    public static double Norm(this Gradients gradients, IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        return Math.Sqrt(parameters.Sum(parameter => gradients[parameter].Square().Sum().Item()));
    }

    /// <summary>Scaled by one factor so that their joint length is at most the limit (Pascanu, Mikolov and Bengio 2013); unchanged when it
    /// already is.</summary>
    public static Gradients ClipNorm(this Gradients gradients, IEnumerable<Parameter> parameters, double limit)
    {
        Parameter[] all = [.. parameters];
        double norm = gradients.Norm(all);
        return norm <= limit ? gradients : gradients.Map(all, (_, gradient) => gradient * (limit / norm));
    }

    /// <summary>Each element cut to [-limit, limit].</summary>
    public static Gradients ClipValue(this Gradients gradients, IEnumerable<Parameter> parameters, double limit) =>
        gradients.Map(parameters, (_, gradient) => gradient.Clamp(-limit, limit));
}
