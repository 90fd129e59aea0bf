namespace DeepPuzzles.Tensors;

// How a function of several ops becomes one node of a graph.
public sealed partial class Tensor
{
    /// <summary>Of a constant that tracked tensors were made into, the op at which their gradients ended, a comparison or an <see cref="ArgMax()"/> say:
    /// its type and name, without inputs. Null for any other tensor.</summary>
    public Origin? GradientEnd => IsTracked || IsTraced ? null : _origin;

    /// <summary>The same elements as the result of an op on those inputs, whatever made them: the graph then has one node for a function of many
    /// ops, and the gradients follow from the op's own rule. A view. Without a tracked input, or under <see cref="Tracking.Pause"/>, a constant.</summary>
    /// <param name="op">The op struct.</param>
    /// <param name="inputs">What the function was applied to.</param>
    /// <exception cref="TensorException">There are no inputs.</exception>
    public Tensor ResultOf<TOp>(TOp op, params ReadOnlySpan<Tensor> inputs)
        where TOp : struct, IStructuralOp
    {
        Tensor y = StopGradient();
        if (y == this) y = View(_layout, null);         // the caller keeps the constant that this is
        return inputs.Length switch
        {
            0 => throw new TensorException($"{TOp.Name}: a result {Shape} of no inputs is a constant; name at least one input"),
            1 => y.From(op, inputs[0]),
            2 => y.From(op, inputs[0], inputs[1]),
            _ => y.From(op, inputs.ToArray()),
        };
    }
}
