using DeepPuzzles.Tensors;

namespace DeepPuzzles.Autograd;

/// <summary>The results that a backward walk has reached and not yet passed, each with the gradients that came to it: a heap with the newest
/// result on top. When a result is on top, all that was made of it has been passed and its gradient is complete. The walk is a loop over this,
/// so a graph may be deeper than the call stack.</summary>
internal sealed class Frontier
{
    /// <summary>The largest heap that waits for the thread's next walk.</summary>
    private const int LargestKept = 4096;

    [ThreadStatic]
    private static Frontier? t_spare;

    private Arrival[] _heap = new Arrival[16];
    private readonly List<(Tensor Node, Tensor Gradient, int Number)> _others = [];
    private int _count, _arrivals;

    /// <summary>An empty one; <see cref="Return"/> it.</summary>
    internal static Frontier Take()
    {
        Frontier frontier = t_spare ?? new Frontier();
        t_spare = null;         // a rule may walk a graph of its own
        return frontier;
    }

    internal void Return()
    {
        Array.Clear(_heap, 0, _count);      // something is left when a rule threw
        _others.Clear();
        (_count, _arrivals) = (0, 0);
        if (_heap.Length <= LargestKept) t_spare = this;
    }

    internal void Add(Tensor node, Tensor gradient) => Add(node, gradient, _arrivals++);

    private void Add(Tensor node, Tensor gradient, int number)
    {
        if (_count == _heap.Length) Array.Resize(ref _heap, 2 * _count);
        long order = node.Origin!.Order;
        int place = _count++;
        for (int parent; place > 0 && _heap[parent = (place - 1) / 2].ComesAfter(order, number); place = parent) _heap[place].Become(in _heap[parent]);
        _heap[place].Become(order, number, node, gradient);
    }

    /// <summary>The newest result and the sum of the gradients that came to it, in the order in which they came.</summary>
    internal bool TryTake(out Tensor node, out Tensor gradient)
    {
        (node, gradient) = (null!, null!);
        if (_count == 0) return false;
        (node, gradient) = (_heap[0].Node, _heap[0].Gradient);
        long order = _heap[0].Order;
        Drop();
        while (_count > 0 && _heap[0].Order == order)
        {
            if (_heap[0].Node.Origin == node.Origin) gradient += _heap[0].Gradient;
            else _others.Add((_heap[0].Node, _heap[0].Gradient, _heap[0].Number));         // made by another thread, which counted to the same
            Drop();
        }
        foreach ((Tensor other, Tensor part, int number) in _others) Add(other, part, number);
        _others.Clear();
        return true;
    }

    private void Drop()
    {
        ref Arrival last = ref _heap[--_count];
        int place = 0;
        for (int child; (child = 2 * place + 1) < _count; place = child)
        {
            if (child + 1 < _count && _heap[child].ComesAfter(_heap[child + 1].Order, _heap[child + 1].Number)) child++;
            if (!last.ComesAfter(_heap[child].Order, _heap[child].Number)) break;
            _heap[place].Become(in _heap[child]);
        }
        if (_count > 0) _heap[place].Become(in last);
        last.Clear();
    }

    // Moved field by field: the whole, read just after its parts were written, would have to wait for them to reach the cache.
    private struct Arrival
    {
        internal long Order;
        internal int Number;
        internal Tensor Node;
        internal Tensor Gradient;

        internal readonly bool ComesAfter(long order, int number) => Order < order || (Order == order && Number > number);

        internal void Become(long order, int number, Tensor node, Tensor gradient)
        {
            Order = order;
            Number = number;
            Node = node;
            Gradient = gradient;
        }

        internal void Become(in Arrival other) => Become(other.Order, other.Number, other.Node, other.Gradient);

        internal void Clear() => Become(0, 0, null!, null!);
    }
}
