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
    private readonly List<Arrival> _others = [];
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

    internal void Add(Tensor node, Tensor gradient) => Add(new Arrival(node.Origin!.Order, _arrivals++, node, gradient));

    private void Add(in Arrival arrival)
    {
        if (_count == _heap.Length) Array.Resize(ref _heap, 2 * _count);
        int place = _count++;
        for (int parent; place > 0 && arrival.Precedes(in _heap[parent = (place - 1) / 2]); place = parent) _heap[place] = _heap[parent];
        _heap[place] = arrival;
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
            Arrival next = _heap[0];
            Drop();
            if (next.Node.Origin == node.Origin) gradient += next.Gradient;
            else _others.Add(next);         // made by another thread, which counted to the same number
        }
        foreach (Arrival other in _others) Add(other);
        _others.Clear();
        return true;
    }

    private void Drop()
    {
        Arrival last = _heap[--_count];
        _heap[_count] = default;
        if (_count == 0) return;
        int place = 0;
        for (int child; (child = 2 * place + 1) < _count; place = child)
        {
            if (child + 1 < _count && _heap[child + 1].Precedes(in _heap[child])) child++;
            if (!_heap[child].Precedes(in last)) break;
            _heap[place] = _heap[child];
        }
        _heap[place] = last;
    }

    private readonly record struct Arrival(long Order, int Number, Tensor Node, Tensor Gradient)
    {
        internal bool Precedes(in Arrival other) => Order > other.Order || (Order == other.Order && Number < other.Number);
    }
}
