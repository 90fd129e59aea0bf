using System.Runtime.InteropServices;
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
    public static Gradients Backward(this Tensor y, Tensor gy, bool createGraph = false)
    {
        if (y.Origin is null) throw new TensorException($"backward: the tensor {y.Shape} depends on no parameter or tracked input, or was made under Tracking.Pause(); call Track() on an input before it is used, and pass createGraph: true to Backward to differentiate a gradient again");
        if (gy.Shape != y.Shape || gy.DType != y.DType)
            throw new TensorException($"backward: the gradient is {gy.DType.Name()} {gy.Shape}, the output {y.DType.Name()} {y.Shape}; they must be the same");
        using Tracking.Scope scope = createGraph ? Tracking.Resume() : Tracking.Pause();

        // Newest results first: when a result is reached, all that was made of it has been, and its gradient is complete. A queue of its own: a
        // graph may be deeper than the call stack.
        var gradients = new Dictionary<Origin, Tensor>();
        var pending = new PriorityQueue<Tensor, long>();
        Add(y, gy);
        while (pending.TryDequeue(out Tensor? node, out _))
        {
            Origin origin = node.Origin!;
            gradients.Remove(origin, out Tensor? gradient);
            gradient = Rules.BeforeActivation(origin, gradient!, node);
            Rules.Derivative derivative = Rules.Of(origin);
            for (int input = 0; input < origin.Inputs.Count; input++)
            {
                if (origin.Inputs[input].IsTracked && derivative(origin, gradient, node, input) is { } part) Add(origin.Inputs[input], part);
            }
        }
        return new Gradients(gradients);

        void Add(Tensor node, Tensor part)
        {
            ref Tensor? sum = ref CollectionsMarshal.GetValueRefOrAddDefault(gradients, node.Origin!, out bool reached);
            sum = reached ? sum! + part : part;
            if (!reached && node.Origin is not LeafOrigin) pending.Enqueue(node, -node.Origin!.Order);
        }
    }
}
