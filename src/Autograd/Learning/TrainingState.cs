using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>All that a training run has to bring back so as to go on bit for bit as if it had never stopped: the cells of a module, the steps and
/// moments of its optimisers, and the positions of the streams that it draws from. Data, learning rates and which parameters are frozen come from the program.</summary>
/// <example><code>
/// var state = new TrainingState(net, [adam], order);      // the streams of dropout layers are found in the net
/// Snapshot now = state.Take();
/// …
/// state.Restore(now);
/// </code></example>
public sealed class TrainingState
{
    private readonly Slot[] _slots;

    /// <summary>The state of those.</summary>
    /// <param name="module">What is trained. Its cells keep their names: <c>dense1.weight</c>.</param>
    /// <param name="optimisers">What trains it; their state is called <c>optimiser1.steps</c>, <c>optimiser1.velocity.dense1.weight</c> …</param>
    /// <param name="streams">What else is drawn from, the order of the examples for example; with the streams in the module they are called
    /// <c>random.NAME</c>.</param>
    /// <exception cref="TensorException">Two parameters, or two streams, share a name.</exception>
    public TrainingState(Module module, ReadOnlySpan<Optimiser> optimisers, params ReadOnlySpan<RandomStream> streams)
    {
        ArgumentNullException.ThrowIfNull(module);
        _slots =
        [
            .. module.Slots,
            .. optimisers.ToArray().SelectMany((optimiser, i) => optimiser.Slots.Select(slot => slot.Under($"optimiser{i + 1}"))),
            .. module.Streams.Concat(streams.ToArray()).Distinct().Select(stream => Slot.Of(stream).Under("random")),
        ];
        if (_slots.GroupBy(slot => slot.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TensorException($"training state: two values are named '{twice.Key}'; give each parameter, and each stream, its own name");
    }

    /// <summary>A copy of the state as it is now.</summary>
    public Snapshot Take() => Slot.Read(_slots);

    /// <summary>Puts a state back.</summary>
    /// <param name="state">What <see cref="Take"/> gave, in this run or another of the same program.</param>
    /// <exception cref="TensorException">Names are missing or too many, shapes or dtypes differ, or a stream has another seed; all of that is
    /// listed, and nothing has changed.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> state) => Slot.Write(_slots, state, "training state");

    /// <summary>Writes the state to a safetensors file with its SHA-256 in it, which replaces an older one only when it is whole.</summary>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public void Save(string path) => Slot.Save(_slots, path);

    /// <summary>Puts the state of a file back, as <see cref="Restore"/> does. It is all read and compared with the file's SHA-256 before anything
    /// is taken over: until then it needs its memory twice.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The memory limit for all values, 4 GiB unless said otherwise, and the device on which they wait.</param>
    /// <exception cref="DataFormatException">The file is no whole safetensors file, has another SHA-256, or is over the limit; nothing has
    /// changed.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read (also <see cref="UnauthorizedAccessException"/>).</exception>
    /// <exception cref="TensorException">It is the state of another module, optimiser or stream; nothing has changed.</exception>
    public void Load(string path, ReadOptions? options = null) => Slot.Load(_slots, path, options, "training state");
}
