using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>A function is run on one example of each mapped input; then what was recorded is applied to all examples at once, op by op, in the
/// order of recording. A loop, so a function may be deeper than the call stack.</summary>
internal sealed class Replay(int examples)
{
    private const string Name = "vectorise";

    // The value for all examples, by the value for one.
    private readonly Dictionary<Tensor, Tensor> _lifted = new(ReferenceEqualityComparer.Instance);
    private long _start = long.MaxValue;

    /// <summary>One example of a batch, to which the function is applied: the first; of none, any, since only shapes matter then.</summary>
    internal Tensor Example(Tensor batch)
    {
        Tensor one = examples > 0 ? batch[0] : Any(batch);
        Tensor example = one.AsExample();
        _start = Math.Min(_start, example.TracedOrigin!.Order);
        _lifted.Add(example, example.IsTracked ? batch : batch.StopGradient());
        return example;
    }

    // Positive numbers, of which nothing divides by zero. Matrices are symmetric, and their diagonals larger than all that stands beside them together, so
    // none is singular and each has a root. As positions, zeros. The sum of nothing ties them to the graph.
    private static Tensor Any(Tensor none)
    {
        Shape shape = none.Shape.Without(0);
        if (none.DType == DType.Bool) return Tensor.Zeros(shape, DType.Bool, none.Device);
        if (!none.DType.IsFloat()) return none.Sum(0);
        Tensor any = new RandomStream(0, Name, none.Device).Uniform(shape, 0.5, 1, none.DType);
        if (shape.Rank >= 2 && shape[-1] == shape[-2]) any = (any + any.Transpose()) * 0.5 + Tensor.Eye(shape[-1], none.DType, none.Device) * shape[-1];
        return none.Sum(0) + any;
    }

    /// <summary>The results for all examples, [n, ...], from those for one. One that depends on no example is repeated.</summary>
    internal Tensor[] Of(Tensor[] results)
    {
        foreach ((Tensor y, Origin origin) in Recorded(results))
        {
            // What was made before the function began, or of other things, is the same for all examples.
            if (!origin.Inputs.Any(_lifted.ContainsKey)) continue;
            _lifted.Add(y, Lift(y, origin));
        }
        return [.. results.Select(y => _lifted.TryGetValue(y, out Tensor? lifted) ? lifted : y.Expand(Lifting.OfEach(examples, y.Shape)))];
    }

    // Ops that only led to a constant are repeated as such: gradients flow where they flow for one example.
    private Tensor Lift(Tensor y, Origin origin)
    {
        using Tracking.Scope scope = y.IsTracked ? Tracking.Resume() : Tracking.Pause();
        if (origin is LeafOrigin { OpType: null }) return _lifted[origin.Input(0)].StopGradient();
        bool[] isLifted = [.. origin.Inputs.Select(_lifted.ContainsKey)];
        Tensor[] inputs = [.. origin.Inputs.Select(input => _lifted.GetValueOrDefault(input, input))];
        Tensor lifted = Apply(origin, new LiftedInputs(inputs, isLifted, examples, y.Shape));
        Shape expected = Lifting.OfEach(examples, y.Shape);
        return lifted.Shape == expected && lifted.DType == y.DType ? (y.IsTracked ? lifted : lifted.StopGradient()) : throw new TensorException(
            $"{Name}: the line of '{origin.OpName}' in Lifting gives {lifted.DType.Name()} {lifted.Shape} for {examples} examples; it must give {y.DType.Name()} {expected}");
    }

    // What an op says of all examples, an index out of range or a ninth axis, it says of tensors that the function never made: so the op is named.
    private Tensor Apply(Origin origin, LiftedInputs inputs)
    {
        Lifting.Line line = Lifting.Of(origin);
        try
        {
            return line(origin, inputs);
        }
        catch (TensorException error) when (!error.Message.StartsWith(Name, StringComparison.Ordinal))
        {
            throw new TensorException($"{Name}: '{origin.OpName}' of {examples} examples at once: {error.Message}", error);
        }
    }

    // All that the results were made of since the first example, inputs before what was made of them.
    private List<(Tensor Y, Origin Origin)> Recorded(Tensor[] results)
    {
        var found = new HashSet<Tensor>(_lifted.Keys, ReferenceEqualityComparer.Instance);
        var nodes = new List<(Tensor Y, Origin Origin)>();
        var open = new Stack<Tensor>(results);
        while (open.TryPop(out Tensor? y))
        {
            if (y.TracedOrigin is not { } origin || origin.Order < _start || !found.Add(y)) continue;
            nodes.Add((y, origin));
            for (int input = 0; input < origin.InputCount; input++) open.Push(origin.Input(input));
        }
        nodes.Sort(static (left, right) => left.Origin.Order.CompareTo(right.Origin.Order));
        return nodes;
    }
}
