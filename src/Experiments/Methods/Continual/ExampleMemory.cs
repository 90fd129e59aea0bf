using DeepPuzzles.Learning;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Experiments.Methods.Continual;

/// <summary>Examples that a strategy keeps of former tasks, outside memory scopes.</summary>
public sealed class ExampleMemory
{
    private readonly Sampler _sampler;
    private Snapshot? _held;
    private int[] _tasks = [];

    /// <summary>An empty memory.</summary>
    /// <param name="sampler">Which examples it keeps; an object of its own.</param>
    /// <exception cref="TensorException">The sampler belongs to another memory.</exception>
    public ExampleMemory(Sampler sampler)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        if (sampler.IsTaken) throw new TensorException($"memory: this {sampler.Name} sampler belongs to another memory and keeps account of what that one holds; make a new one");
        sampler.IsTaken = true;
        _sampler = sampler;
    }

    /// <summary>How many are kept.</summary>
    public int Count => _tasks.Length;

    /// <summary>Bytes of all that is kept, as held here.</summary>
    public long Bytes => _held?.Values.Sum(tensor => (long)tensor.Count * tensor.DType.Bytes()) ?? 0;

    /// <summary>All examples that are kept.</summary>
    /// <exception cref="TensorException">There are none.</exception>
    public Examples All => new(Held["images"], Held["labels"], _tasks);

    /// <summary>What was kept with the examples, [count, ...].</summary>
    /// <exception cref="TensorException">Nothing was.</exception>
    public Tensor Beside => Held["beside"];

    private Snapshot Held => _held ?? throw new TensorException("memory: it is empty; add examples first");

    /// <summary>Shows it examples, of which the sampler keeps what it will.</summary>
    /// <param name="examples">New ones.</param>
    /// <param name="random">For what is drawn.</param>
    /// <param name="beside">Something to keep with each of them, [n, ...]: old answers, say; each time or never.</param>
    public void Add(Examples examples, RandomStream random, Tensor? beside = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        int[] places = [.. _sampler.Offer(examples, random)];
        Examples kept = (Count == 0 ? examples : Examples.Concat(All, examples)).Rows(places);
        Dictionary<string, Tensor> held = new() { ["images"] = kept.Images, ["labels"] = kept.Labels };
        if (beside is not null) held["beside"] = (Count == 0 ? beside : Tensor.Concat([Beside, beside])).Rows(places);
        (_held, _tasks) = (new Snapshot(held), [.. kept.Tasks]);
    }

    /// <summary>Places of so many examples, drawn without replacement; of all where there are no more.</summary>
    public int[] Draw(int count, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int[] order = random.Permutation(Count);
        return count < order.Length ? order[..count] : order;
    }
}
