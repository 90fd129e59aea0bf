namespace DeepPuzzles.Tensors;

// Where results come from, and how a function of several ops becomes one node of a graph.
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
            _ => y.From(op, inputs),
        };
    }

    /// <summary>Sets where this new result came from, if an input is tracked and recording is on.</summary>
    private Tensor From<TOp>(TOp op, string name, Tensor input)
        where TOp : struct
    {
        if (Inherits(input.IsTracked, input.IsTraced)) _origin = new Origin<TOp>(op, name, input, null);
        else EndAt<TOp>(name, input);
        if (Anomalies.IsOn) Anomalies.Check(this, name, input);
        return this;
    }

    private Tensor From<TOp>(TOp op, string name, Tensor first, Tensor second)
        where TOp : struct => From(op, name, name, first, second);

    // The function that was called may have another name than its op: where gradients end, it is the function that they end at.
    private Tensor From<TOp>(TOp op, string name, string called, Tensor first, Tensor second)
        where TOp : struct
    {
        if (Inherits(first.IsTracked | second.IsTracked, first.IsTraced | second.IsTraced)) _origin = new Origin<TOp>(op, name, first, second);
        else EndAt<TOp>(called, first, second);
        if (Anomalies.IsOn) Anomalies.Check(this, name, first, second);
        return this;
    }

    private Tensor From<TOp>(TOp op, Tensor input)
        where TOp : struct, IStructuralOp => From(op, TOp.Name, input);

    private Tensor From<TOp>(TOp op, Tensor first, Tensor second)
        where TOp : struct, IStructuralOp => From(op, TOp.Name, first, second);

    // The inputs become an array where they are recorded, and only there.
    private Tensor From<TOp>(TOp op, ReadOnlySpan<Tensor> inputs)
        where TOp : struct, IStructuralOp
    {
        (bool tracked, bool traced) = (false, false);
        foreach (Tensor input in inputs) (tracked, traced) = (tracked | input.IsTracked, traced | input.IsTraced);
        if (Inherits(tracked, traced)) _origin = new Origin<TOp>(op, TOp.Name, inputs.ToArray());
        else EndAt<TOp>(TOp.Name, inputs);
        if (Anomalies.IsOn) Anomalies.Check(this, TOp.Name, inputs);
        return this;
    }

    // Gradients flow to floats made of something tracked, unless recording is paused. What is made of something traced is recorded in any case.
    private bool Inherits(bool tracked, bool traced)
    {
        IsTracked = tracked && Tracking.IsOn && DType.IsFloat();
        IsTraced = traced;
        return IsTracked | traced;
    }

    // In a constant: here, if an input is tracked, or where an input says. Nothing in a pause, where it is not the op that ends them.
    private void EndAt<TOp>(string name, params ReadOnlySpan<Tensor> inputs)
        where TOp : struct
    {
        foreach (Tensor input in inputs)
        {
            if (!input.IsTracked) _origin ??= input._origin;
            else if (Tracking.IsOn) _origin = Ending<TOp>.Of(name);
        }
    }
}
