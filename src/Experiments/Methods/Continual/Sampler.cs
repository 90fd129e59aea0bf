using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Which examples a memory of limited size keeps of all that pass by.</summary>
public abstract class Sampler
{
    /// <summary>A sampler that keeps nothing yet.</summary>
    /// <param name="capacity">How many it keeps at most.</param>
    /// <exception cref="TensorException">A capacity below 1.</exception>
    protected Sampler(int capacity) => Capacity = capacity >= 1 ? capacity : throw new TensorException($"memory: it keeps {capacity} examples; at least 1");

    /// <summary>For tables and figures.</summary>
    public abstract string Name { get; }

    /// <summary>How many are kept at most.</summary>
    public int Capacity { get; }

    /// <summary>True once a memory has it, for it keeps account of what that one holds.</summary>
    internal bool IsTaken { get; set; }

    /// <summary>Shows it some more examples, in this order.</summary>
    /// <param name="examples">The new ones.</param>
    /// <param name="random">For what is drawn.</param>
    /// <returns>What is kept from now on: for each place either a place of what was kept before, or, from their number on, one of the new examples.</returns>
    public abstract IReadOnlyList<int> Offer(Examples examples, RandomStream random);
}

/// <summary>Every example that ever passed by is kept with the same probability, capacity / number (algorithm R: Vitter 1985); all of them while there is
/// room.</summary>
/// <param name="capacity">How many it keeps at most.</param>
public sealed class Reservoir(int capacity) : Sampler(capacity)
{
    private int _kept;
    private int _seen;

    /// <inheritdoc/>
    public override string Name => "reservoir";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Offer(Examples examples, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(random);
        double[] draws = random.HostUniform(examples.Count);
        List<int> places = [.. Enumerable.Range(0, _kept)];
        for (int i = 0; i < examples.Count; i++)
        {
            int place = (int)(draws[i] * ++_seen);
            if (places.Count < Capacity) places.Add(_kept + i);
            else if (place < Capacity) places[place] = _kept + i;
        }
        _kept = places.Count;
        return places;
    }
}

/// <summary>As many of each class of each task as of any other, as far as they come: a new example is kept while its class has less than its share, in the place of one drawn from the
/// largest class where there is no room (the greedy sampler of Prabhu, Torr and Dokania 2020). Within a class the first ones are kept.</summary>
/// <param name="capacity">How many it keeps at most.</param>
public sealed class Balanced(int capacity) : Sampler(capacity)
{
    private readonly List<(int Task, int Label)> _kinds = [];
    private readonly Dictionary<(int Task, int Label), int> _counts = [];

    /// <inheritdoc/>
    public override string Name => "balanced";

    /// <inheritdoc/>
    public override IReadOnlyList<int> Offer(Examples examples, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(random);
        int before = _kinds.Count;
        int[] labels = examples.Labels.ToArray<int>();
        double[] draws = random.HostUniform(labels.Length);
        List<int> places = [.. Enumerable.Range(0, before)];
        for (int i = 0; i < labels.Length; i++)
        {
            (int Task, int Label) kind = (examples.Tasks[i], labels[i]);
            int own = _counts.GetValueOrDefault(kind);
            _counts[kind] = own;
            if (_kinds.Count < Capacity)
            {
                _kinds.Add(kind);
                places.Add(before + i);
                _counts[kind] = own + 1;
                continue;
            }
            ((int Task, int Label) largest, int most) = _counts.MaxBy(count => count.Value);
            if (own >= Math.Max(1, Capacity / _counts.Count) || own >= most) continue;
            int[] held = [.. Enumerable.Range(0, Capacity).Where(place => _kinds[place] == largest)];
            int place = held[(int)(draws[i] * most)];
            (_kinds[place], places[place]) = (kind, before + i);
            (_counts[kind], _counts[largest]) = (own + 1, most - 1);
        }
        return places;
    }
}
