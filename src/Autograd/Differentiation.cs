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
        if (y.Origin is null) throw new TensorException($"backward: the tensor {y.Shape} depends on no parameter or tracked input, or was made under Tracking.Pause(); call Track() on an input before it is used");
        if (gy.Shape != y.Shape || gy.DType != y.DType)
            throw new TensorException($"backward: the gradient is {gy.DType.Name()} {gy.Shape}, the output {y.DType.Name()} {y.Shape}; they must be the same");
        using Tracking.Scope scope = createGraph ? Tracking.Resume() : Tracking.Pause();

        var gradients = new Dictionary<Origin, Tensor> { [y.Origin] = gy };
        foreach (Tensor node in NewestFirst(y))
        {
            Origin origin = node.Origin!;
            if (origin is LeafOrigin || !gradients.Remove(origin, out Tensor? gradient)) continue;
            Rules.Derivative derivative = Rules.Of(origin);
            for (int input = 0; input < origin.Inputs.Count; input++)
            {
                if (origin.Inputs[input].Origin is not { } target || derivative(origin, gradient, node, input) is not { } part) continue;
                gradients[target] = gradients.TryGetValue(target, out Tensor? sum) ? sum + part : part;
            }
        }
        return new Gradients(gradients);
    }

    // Every tracked tensor that y was made of, results before their inputs. A stack of its own: a graph may be deeper than the call stack.
    private static List<Tensor> NewestFirst(Tensor y)
    {
        var seen = new HashSet<Origin> { y.Origin! };
        var nodes = new List<Tensor> { y };
        for (int next = 0; next < nodes.Count; next++)
        {
            foreach (Tensor input in nodes[next].Origin!.Inputs)
            {
                if (input.Origin is { } origin && seen.Add(origin)) nodes.Add(input);
            }
        }
        nodes.Sort(static (a, b) => b.Origin!.Order.CompareTo(a.Origin!.Order));
        return nodes;
    }
}
