using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Reverse-mode differentiation of what tracked tensors were made into.</summary>
public static class Differentiation
{
    /// <summary>The gradients of a single number with respect to every leaf.</summary>
    /// <param name="y">A tracked tensor of one element.</param>
    /// <param name="createGraph">True to track the gradients themselves, so that they can be differentiated again.</param>
    /// <exception cref="TensorException">Not one element, or nothing tracked.</exception>
    public static Gradients Backward(this Tensor y, bool createGraph = false)
    {
        if (y.Count != 1) throw new TensorException($"backward: {y.Shape} is not a single number; reduce it with Sum() or Mean(), or pass the gradient at the output");
        return y.Backward(Tensor.Ones(y.Shape, y.DType, y.Device), createGraph);
    }

    /// <summary>The product of a gradient at the output with the Jacobian: the gradients of Σ gy·y with respect to every leaf.</summary>
    /// <param name="y">A tracked tensor.</param>
    /// <param name="gy">The gradient at y, in its shape and dtype.</param>
    /// <param name="createGraph">True to track the gradients themselves, so that they can be differentiated again.</param>
    /// <exception cref="TensorException">Another shape or dtype, or nothing tracked.</exception>
    public static Gradients Backward(this Tensor y, Tensor gy, bool createGraph = false) => y.Backward(gy, createGraph, null);

    /// <summary>The same, watched.</summary>
    internal static Gradients Backward(this Tensor y, Tensor gy, bool createGraph, IBackwardObserver? observer)
    {
        if (y.Origin is null) throw new TensorException($"backward: the tensor {y.Shape} depends on no parameter or tracked input, or was made under Tracking.Pause(); call Track() on an input before it is used, and pass createGraph: true to Backward to differentiate a gradient again");
        if (gy.Shape != y.Shape || gy.DType != y.DType)
            throw new TensorException($"backward: the gradient is {gy.DType.Name()} {gy.Shape}, the output {y.DType.Name()} {y.Shape}; they must be the same");
        using Tracking.Scope scope = createGraph ? Tracking.Resume() : Tracking.Pause();

        var gradients = new Gradients();
        Frontier reached = Frontier.Take();
        try
        {
            Reach(y, gy);
            while (reached.TryTake(out Tensor node, out Tensor gradient))
            {
                Origin origin = node.Origin!;
                Tensor arrived = gradient;
                gradient = Rules.BeforeActivation(origin, arrived, node);
                Rules.Derivative derivative = Rules.Of(origin);
                observer?.Fires(node, arrived, gradient);
                for (int number = 0, count = origin.InputCount; number < count; number++)
                {
                    Tensor input = origin.Input(number);
                    if (input.IsTracked && derivative(origin, gradient, node, number) is { } part)
                    {
                        observer?.Gives(number, part);
                        Reach(input, part);
                    }
                }
            }
        }
        finally
        {
            reached.Return();
        }
        return gradients;

        void Reach(Tensor node, Tensor part)
        {
            if (node.Origin is not LeafOrigin leaf)
            {
                reached.Add(node, part);
                return;
            }
            ref Tensor? sum = ref gradients.At(leaf);
            sum = sum is null ? part : sum + part;
        }
    }
}
