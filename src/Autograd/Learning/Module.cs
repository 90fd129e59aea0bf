using DeepPuzzles.Kernels;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A function with parameters: a layer, or a network made of layers. The parameters have unique names such as <c>dense1.weight</c>
/// and live outside memory scopes. A module of yours needs a <see cref="Forward(Tensor)"/> and nothing more: its cells and its parts are what
/// its fields hold, in the order in which they are declared, also in arrays, lists, dictionaries, tuples and records, but not what a lambda
/// has caught.</summary>
/// <example><code>
/// sealed class Net(RandomStream stream) : Module
/// {
///     private readonly Dense _hidden = new("hidden", 784, 100, Initialiser.He, stream), _output = new("output", 100, 10, Initialiser.He, stream);
///     private readonly Dropout _dropout = new(0.5, stream.Child("dropout"));
///
///     public override Tensor Forward(Tensor x) => _output.Forward(_dropout.Forward(_hidden.Forward(x, Activation.Relu)));
/// }
/// </code></example>
public abstract class Module
{
    // Found when first asked for.
    private object[]? _held;
    private Module[]? _parts;
    private Parameter[]? _parameters, _statistics;

    /// <summary>The parameters, first layer first: by default the cells of this module and of its parts, less the <see cref="Statistics"/>. The
    /// list never changes; what the cells hold does.</summary>
    /// <exception cref="TensorException">Two cells share a name, or the module is a part of one of its own parts.</exception>
    public virtual IReadOnlyList<Parameter> Parameters => _parameters ??= FindParameters();

    /// <summary>Cells that training changes without a gradient: running statistics. Snapshots hold them, optimisers do not see them. By default
    /// those of the parts. The list never changes.</summary>
    public virtual IReadOnlyList<Parameter> Statistics => _statistics ??= [.. Parts.SelectMany(part => part.Statistics).Distinct()];

    /// <summary>The modules that this one is made of, each once, without what those are made of in turn. The list never changes: what a module
    /// is made of is fixed with its constructor.</summary>
    public IReadOnlyList<Module> Parts => _parts ??= [.. Held.OfType<Module>()];

    internal IReadOnlyList<object> Held => _held ?? FindHeld();

    /// <summary>The number of trained numbers.</summary>
    public long ParameterCount => Parameters.Sum(parameter => (long)parameter.Shape.Elements);

    /// <summary>The parameter of that name.</summary>
    /// <exception cref="TensorException">There is none.</exception>
    public Parameter this[string name] => Parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new TensorException($"module: no parameter is named '{name}'; there are {string.Join(", ", Parameters.Select(parameter => parameter.Name))}");

    /// <summary>This module, its parts, their parts …: each once, from the outside in and from first to last.</summary>
    public IEnumerable<Module> Walk()
    {
        var seen = new HashSet<Module>();
        var open = new Stack<Module>([this]);
        while (open.TryPop(out Module? module))
        {
            if (!seen.Add(module)) continue;
            yield return module;
            foreach (Module part in module.Parts.Reverse()) open.Push(part);
        }
    }

    /// <summary>The streams that this module and its parts draw from while they train, each once.</summary>
    public IReadOnlyList<RandomStream> Streams => [.. Walk().SelectMany(module => module.Held.OfType<RandomStream>()).Distinct()];

    /// <summary>The output for a batch of inputs; leading axes count the examples.</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary>The activation of the output: for some layers and activations one pass and one node of the graph.</summary>
    public virtual Tensor Forward(Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(activation);
        return activation.Forward(Forward(x));
    }

    /// <summary>The same module, with the same parameters, as it answers after training: its parts are replaced by their forms for evaluation, and
    /// it is this very module when none of them has another. Layers that differ between training and evaluation, as batch normalisation and
    /// dropout do, answer for themselves.</summary>
    public virtual Module ForEvaluation()
    {
        Dictionary<Module, Module>? others = null;
        foreach (Module part in Parts)
        {
            Module form = part.ForEvaluation();
            if (form != part) (others ??= [])[part] = form;
        }
        return others is null ? this : Substitution.Of(this, inside => inside is Module part && part != this ? others.GetValueOrDefault(part, part) : null);
    }

    /// <summary>The output of <see cref="ForEvaluation"/>, without recording.</summary>
    public Tensor Predict(Tensor x)
    {
        using Tracking.Scope pause = Tracking.Pause();
        return ForEvaluation().Forward(x);
    }

    /// <summary>Freezes parameters: see <see cref="Parameter.IsFrozen"/>. Running statistics are no parameters: they stay only where
    /// <see cref="ForEvaluation"/> is called.</summary>
    /// <param name="which">Which; all of them when null. The others stay as they are.</param>
    public void Freeze(Func<Parameter, bool>? which = null) => SetFrozen(true, which);

    /// <summary>Lets parameters be trained again.</summary>
    /// <param name="which">Which; all of them when null. The others stay as they are.</param>
    public void Unfreeze(Func<Parameter, bool>? which = null) => SetFrozen(false, which);

    /// <summary>Takes all cells of this module and of its parts to a device, bit for bit: parameters, frozen or not, and statistics; and the streams of its layers draw there
    /// from now on. What an optimiser remembers of the parameters follows at its next step, and snapshots and files come from and go to any device.
    /// Tensors in fields stay where they are. Every value read before is stale.</summary>
    /// <param name="device">Where to; where it is already, nothing happens.</param>
    public void MoveTo(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        foreach (Parameter cell in Parameters.Concat(Statistics).Concat(Walk().SelectMany(module => module.Held.OfType<Parameter>())).Distinct()) cell.MoveTo(device);
        foreach (RandomStream stream in Streams) stream.Device = device;
    }

    /// <summary>A copy of all parameter values and statistics, to go back to or to give to another module of the same form. With the state of the
    /// optimiser and of streams: <see cref="TrainingState"/>.</summary>
    public Snapshot TakeSnapshot() => Slot.Read(Slots);

    /// <summary>Puts the values of a snapshot, or of a file, back, bit for bit.</summary>
    /// <exception cref="TensorException">Names are missing or too many, or shapes or dtypes differ; all of that is listed, and nothing has
    /// changed.</exception>
    public void Restore(IReadOnlyDictionary<string, Tensor> snapshot) => Slot.Write(Slots, snapshot, "module");

    /// <summary>Writes all parameter values and statistics to a safetensors file with its SHA-256 in it, which replaces an older one only when it
    /// is whole.</summary>
    /// <exception cref="FileWriteException">The file cannot be written.</exception>
    public void Save(string path) => Slot.Save(Slots, path);

    /// <summary>Puts the values of a safetensors file into a module of the same form, bit for bit. They are all read and compared with the file's
    /// SHA-256 before the first is taken over: until then they need as much memory again as the module.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The memory limit for all values, 4 GiB unless said otherwise, and the device on which they wait.</param>
    /// <exception cref="DataFormatException">The file is no whole safetensors file, has another SHA-256, or is over the limit; nothing has
    /// changed.</exception>
    /// <exception cref="IOException">There is no such file, or it cannot be read (also <see cref="UnauthorizedAccessException"/>).</exception>
    /// <exception cref="TensorException">Other names, shapes or dtypes; all of them are listed, and nothing has changed.</exception>
    public void Load(string path, ReadOptions? options = null) => Slot.Load(Slots, path, options, "module");

    internal IEnumerable<Slot> Slots => [.. Parameters, .. Statistics];

    /// <summary>After this copy's fields got other contents: what was found in them before holds no longer.</summary>
    internal void Forget() => (_held, _parts, _parameters, _statistics) = (null, null, null, null);

    private void SetFrozen(bool frozen, Func<Parameter, bool>? which)
    {
        foreach (Parameter parameter in Parameters)
        {
            if (which is null || which(parameter)) parameter.IsFrozen = frozen;
        }
    }

    // What runs over the parts of parts would never end in a circle, so there must be none. Depth first, and a module keeps what was found in it once all
    // its parts have: no module is looked into twice.
    private object[] FindHeld()
    {
        List<(Module Module, object[] Held, Queue<Module> Parts)> way = [];
        var onTheWay = new HashSet<Module>();
        Module? next = this;
        do
        {
            if (next is { _held: null })
            {
                if (!onTheWay.Add(next)) throw Circle([.. way.Select(step => step.Module).SkipWhile(module => module != next)]);
                object[] held = [.. Fields.Held(next)];
                way.Add((next, held, new Queue<Module>(held.OfType<Module>())));
            }
            if (way[^1].Parts.TryDequeue(out next)) continue;
            (Module whole, object[] found, _) = way[^1];
            whole._held = found;
            onTheWay.Remove(whole);
            way.RemoveAt(way.Count - 1);
        }
        while (way.Count > 0);
        return _held!;
    }

    private static TensorException Circle(Module[] modules)
    {
        string name = modules[0].GetType().Name;
        return new TensorException($"module: {name} is a part of itself: {string.Concat(modules.Select(module => $"{module.GetType().Name} → "))}{name}; a part that has to know its whole keeps it in a WeakReference");
    }

    private Parameter[] FindParameters()
    {
        Parameter[] statistics = [.. Statistics];
        Parameter[] found = [.. Held.SelectMany(inside => inside switch
        {
            Parameter cell => [cell],
            Module part => part.Parameters,
            _ => [],
        }).Except(statistics)];
        if (found.Concat(statistics).GroupBy(cell => cell.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new TensorException($"{GetType().Name}: two parameters are named '{twice.Key}'; give each layer its own name");
        return found;
    }
}
