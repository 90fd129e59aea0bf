using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>A rule that fired.</summary>
/// <param name="Node">The result whose rule it is.</param>
/// <param name="Arrived">The gradient at the result.</param>
/// <param name="Given">What the rule is given: see <see cref="IBackwardObserver.Fires"/>.</param>
internal sealed record RuleFired(int Node, Summary Arrived, Summary Given)
{
    /// <summary>The gradient at each input that gets one.</summary>
    internal List<(int Input, Summary Part)> Parts { get; } = [];
}

/// <summary>What a backward walk did, rule by rule.</summary>
internal sealed class BackwardRecord : IBackwardObserver
{
    private readonly GraphReading _reading;

    private BackwardRecord(GraphReading reading) => _reading = reading;

    /// <summary>In the order in which they fired.</summary>
    internal List<RuleFired> Rules { get; } = [];

    /// <summary>The gradient at each leaf that is reached.</summary>
    internal Dictionary<int, Summary> AtLeaves { get; } = [];

    /// <summary>Why the walk ended early; null when it did not.</summary>
    internal string? Stopped { get; private set; }

    /// <summary>Runs the backward pass from 1, or ones.</summary>
    internal static BackwardRecord Of(Tensor root, GraphReading reading)
    {
        var record = new BackwardRecord(reading);
        if (!root.IsTracked) return record;
        using MemoryScope scope = MemoryScope.Open();
        try
        {
            Gradients gradients = root.Backward(Tensor.Ones(root.Shape, root.DType, root.Device), createGraph: false, record);
            foreach ((Tensor leaf, int id) in reading.Leaves) record.AtLeaves[id] = Summary.Of(gradients[leaf]);
        }
        catch (TensorException problem)
        {
            record.Stopped = problem.Message;       // an op without a rule, say: that is what the reader wants to see
        }
        return record;
    }

    public void Fires(Tensor node, Tensor arrived, Tensor given)
    {
        Summary gradient = Summary.Of(arrived);
        Rules.Add(new RuleFired(_reading.IdOf(node), gradient, given == arrived ? gradient : Summary.Of(given)));
    }

    public void Gives(int input, Tensor part) => Rules[^1].Parts.Add((input, Summary.Of(part)));
}
