using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>Finds all that a tensor was made of. A loop, not a recursion: a graph may be deeper than the call stack.</summary>
internal sealed class GraphReading
{
    // A result is one node however many views of its tensor there are: see Frontier, which tells nodes apart in the same way.
    private readonly Dictionary<object, int> _found = new(ReferenceEqualityComparer.Instance);
    private readonly List<(Tensor Tensor, long Order, bool IsConstant)> _tensors = [];
    private readonly int[] _id;

    internal GraphReading(Tensor root)
    {
        Find(root, 0);
        for (int next = 0; next < _tensors.Count; next++)
        {
            if (_tensors[next].Tensor.Origin is not { } origin) continue;
            for (int input = 0; input < origin.InputCount; input++) Find(origin.Input(input), origin.Order);
        }

        // As they were made; a constant just before what was first made of it.
        int[] places = [.. Enumerable.Range(0, _tensors.Count).OrderBy(place => _tensors[place].Order).ThenByDescending(place => _tensors[place].IsConstant)];
        _id = new int[places.Length];
        for (int id = 0; id < places.Length; id++) _id[places[id]] = id;
        var parameters = new OpParameters();
        using MemoryScope scope = MemoryScope.Open();
        Nodes = Array.ConvertAll(places, place => Node(_tensors[place].Tensor, _id[place], parameters));
    }

    /// <summary>Inputs before what was made of them.</summary>
    internal GraphNode[] Nodes { get; }

    internal IEnumerable<(Tensor Tensor, int Id)> Leaves => _tensors.Where(found => found.Tensor.Origin is LeafOrigin).Select(found => (found.Tensor, IdOf(found.Tensor)));

    internal int IdOf(Tensor tensor) => _id[_found[KeyOf(tensor)]];

    private static object KeyOf(Tensor tensor) => tensor.Origin ?? (object)tensor;

    private void Find(Tensor tensor, long order)
    {
        if (_found.TryGetValue(KeyOf(tensor), out int place))
        {
            if (_tensors[place].IsConstant) _tensors[place] = _tensors[place] with { Order = Math.Min(order, _tensors[place].Order) };
            return;
        }
        _found[KeyOf(tensor)] = _tensors.Count;
        _tensors.Add((tensor, tensor.Origin?.Order ?? order, !tensor.IsTracked));
    }

    private GraphNode Node(Tensor tensor, int id, OpParameters parameters)
    {
        if (tensor.Origin is not { } origin) return new(id, GraphNodeKind.Constant, "constant", "", null, null, tensor, []);
        if (origin is LeafOrigin) return new(id, GraphNodeKind.Leaf, origin.OpName, "", null, null, tensor, []);
        var inputs = new int[origin.InputCount];
        for (int input = 0; input < inputs.Length; input++) inputs[input] = IdOf(origin.Input(input));
        return new(id, GraphNodeKind.Op, origin.OpName, parameters.Of(origin), origin.OpType, Rules.ActivationOf(origin), tensor, inputs);
    }
}
