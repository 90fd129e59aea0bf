using System.Runtime.CompilerServices;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

// Reverse mode: gradients of functions, and products with a Jacobian from the left. A lambda x => … whose body fits both a tensor and an array of
// them is a function of one tensor: hence the priorities.
public static partial class Differentiation
{
    /// <summary>The gradient of a function as a function.</summary>
    /// <param name="f">From a tensor to a single number. It computes with tensors: what it reads from x as a number of C#, by <see cref="Tensor.Item"/> or
    /// <see cref="Tensor.ToArray{T}"/>, is a constant to the derivative, and nothing says so.</param>
    /// <returns>From x to the gradient at x, in the shape of x; zeros where f does not depend on x, or only by ops without gradient, as comparisons
    /// and <see cref="Tensor.ArgMax()"/> are: such an f is flat but where it jumps. It throws a <see cref="TensorException"/> where
    /// f gives no single number.</returns>
    /// <example><code>Func&lt;Tensor, Tensor&gt; third = Gradient(Gradient(Gradient(x => x.Sin())));</code></example>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, Tensor> Gradient(Func<Tensor, Tensor> f) => x => ValueAndGradient(f)(x).Gradient;

    /// <summary>The gradients of a function of several tensors as a function.</summary>
    /// <param name="f">From tensors to a single number; a lambda says the type of its parameter, since a bare x is one tensor.</param>
    /// <returns>From the inputs to the gradients at them, in their shapes.</returns>
    public static Func<Tensor[], Tensor[]> Gradient(Func<Tensor[], Tensor> f) => x => ValueAndGradient(f)(x).Gradients;

    /// <summary>The gradients of a loss with respect to parameters, in their order and shapes: tracked, as parameters are, unless this is called under
    /// <see cref="Tracking.Pause"/>.</summary>
    /// <param name="loss">Builds the graph anew from the present values and gives a single number.</param>
    /// <param name="parameters">What is varied.</param>
    /// <exception cref="TensorException">The loss is no single number.</exception>
    public static Tensor[] Gradient(Func<Tensor> loss, IReadOnlyList<Parameter> parameters) => ValueAndGradient(loss, parameters).Gradients;

    /// <summary>The value of a function and its gradient, by one evaluation.</summary>
    /// <param name="f">From a tensor to a single number.</param>
    [OverloadResolutionPriority(1)]
    public static Func<Tensor, (Tensor Value, Tensor Gradient)> ValueAndGradient(Func<Tensor, Tensor> f) => x =>
    {
        (Tensor value, Tensor[] gradients) = ValueAndGradient((Tensor[] inputs) => f(inputs[0]))([x]);
        return (value, gradients[0]);
    };

    /// <summary>The value of a function of several tensors and its gradients, by one evaluation.</summary>
    /// <param name="f">From tensors to a single number.</param>
    public static Func<Tensor[], (Tensor Value, Tensor[] Gradients)> ValueAndGradient(Func<Tensor[], Tensor> f) => x => FromOne(Trace.Of(inputs => [f(inputs)], x));

    /// <summary>The value of a loss and its gradients with respect to parameters, by one evaluation.</summary>
    /// <param name="loss">Builds the graph anew from the present values and gives a single number.</param>
    /// <param name="parameters">What is varied.</param>
    /// <exception cref="TensorException">The loss is no single number.</exception>
    public static (Tensor Value, Tensor[] Gradients) ValueAndGradient(Func<Tensor> loss, IReadOnlyList<Parameter> parameters) => FromOne(Trace.Of(() => [loss()], parameters));

    /// <summary>The value y of a function, and what multiplies its Jacobian from the left: Jᵀ·gy.</summary>
    /// <param name="f">From a tensor to a tensor.</param>
    /// <param name="x">Where.</param>
    /// <returns>y; and the pullback from gy in the shape of y to the gradient in the shape of x, which can be called any number of times.</returns>
    /// <exception cref="TensorException">f gives whole numbers or truth values.</exception>
    public static (Tensor Y, Func<Tensor, Tensor> Pullback) Vjp(Func<Tensor, Tensor> f, Tensor x)
    {
        (Tensor y, Func<Tensor, Tensor[]> pullback) = Vjp((Tensor[] inputs) => f(inputs[0]), [x]);
        return (y, gy => pullback(gy)[0]);
    }

    /// <summary>The value y of a function of several tensors, and what multiplies its Jacobian from the left: Jᵀ·gy.</summary>
    /// <param name="f">From tensors to a tensor.</param>
    /// <param name="x">Where.</param>
    /// <returns>y; and the pullback from gy in the shape of y to the gradients in the shapes of the inputs, which can be called any number of times.</returns>
    /// <exception cref="TensorException">f gives whole numbers or truth values.</exception>
    public static (Tensor Y, Func<Tensor, Tensor[]> Pullback) Vjp(Func<Tensor[], Tensor> f, Tensor[] x)
    {
        Trace trace = Trace.Of(inputs => [f(inputs)], x);
        Tensor y = RequireFloat("vjp", trace.Results[0]);
        return (y, gy => gy.Shape == y.Shape && gy.DType == y.DType ? trace.Pull(gy) : throw new TensorException(
            $"vjp: the gradient is {gy.DType.Name()} {gy.Shape}, the output {y.DType.Name()} {y.Shape}; they must be the same"));
    }

    private static (Tensor Value, Tensor[] Gradients) FromOne(Trace trace)
    {
        Tensor y = RequireFloat("gradient", trace.Results[0]);
        if (y.Count != 1)
            throw new TensorException($"gradient: the function gives {y.DType.Name()} {y.Shape}, not a single float; reduce it with Sum() or Mean(), or ask for its Vjp or Jacobian");
        return (y, trace.Pull(Tensor.Ones(y.Shape, y.DType, y.Device)));
    }
}
