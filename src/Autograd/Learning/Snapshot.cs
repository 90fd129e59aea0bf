using System.Collections;
using System.Diagnostics.CodeAnalysis;
using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>Named tensors at one moment: a copy, in order, that lives outside memory scopes. Snapshots of one form can be added, subtracted and
/// scaled, name by name: <c>a + 0.3 * (b - a)</c> lies on the line between two networks.</summary>
public sealed class Snapshot : IReadOnlyDictionary<string, Tensor>
{
    private readonly OrderedDictionary<string, Parameter> _copies = [];

    /// <summary>Copies the present values of parameters.</summary>
    /// <exception cref="TensorException">Two share a name.</exception>
    public Snapshot(IReadOnlyList<Parameter> parameters)
        : this((parameters ?? throw new ArgumentNullException(nameof(parameters))).Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)))
    {
    }

    /// <summary>Copies named tensors, those of a file for example.</summary>
    /// <exception cref="TensorException">Two share a name.</exception>
    public Snapshot(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach ((string name, Tensor value) in tensors)
        {
            if (!_copies.TryAdd(name, new Parameter(name, value.StopGradient()))) throw new TensorException($"snapshot: two values are named '{name}'; give each its own name");
        }
    }

    /// <summary>The number of tensors.</summary>
    public int Count => _copies.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _copies.Keys;

    /// <inheritdoc/>
    public IEnumerable<Tensor> Values => _copies.Values.Select(Constant);

    /// <summary>The tensor of that name, as a constant.</summary>
    /// <exception cref="TensorException">There is none.</exception>
    public Tensor this[string name] => TryGetValue(name, out Tensor? value)
        ? value
        : throw new TensorException($"snapshot: no parameter is named '{name}'; there are {string.Join(", ", Keys)}");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _copies.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value)
    {
        value = _copies.TryGetValue(key, out Parameter? copy) ? Constant(copy) : null;
        return value is not null;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() =>
        _copies.Values.Select(copy => KeyValuePair.Create(copy.Name, Constant(copy))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Puts the values into parameters of the same names, shapes and dtypes.</summary>
    /// <exception cref="TensorException">They are not the same; nothing has changed.</exception>
    public void RestoreTo(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Slot.Write(parameters.Select(cell => (Slot)cell), this, "parameters");
    }

    /// <summary>Each tensor passed through a function.</summary>
    public Snapshot Map(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        return new Snapshot(this.Select(entry => KeyValuePair.Create(entry.Key, function(entry.Value))));
    }

    /// <summary>Each tensor together with that of the same name in another snapshot, passed through a function.</summary>
    /// <exception cref="TensorException">The names, shapes or dtypes differ.</exception>
    public Snapshot Zip(Snapshot other, Func<Tensor, Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(function);
        string mine = Describe(this), others = Describe(other);
        if (mine != others) throw new TensorException($"snapshot: {mine} and {others} differ; names, shapes and dtypes must be the same");
        using Tracking.Scope pause = Tracking.Pause();
        using var scope = MemoryScope.Open();
        return new Snapshot(this.Select(entry => KeyValuePair.Create(entry.Key, function(entry.Value, other[entry.Key]))));
    }

    /// <summary>x + y, name by name.</summary>
    public static Snapshot operator +(Snapshot x, Snapshot y) => x.Zip(y, static (x, y) => x + y);

    /// <summary>x - y, name by name.</summary>
    public static Snapshot operator -(Snapshot x, Snapshot y) => x.Zip(y, static (x, y) => x - y);

    /// <summary>c·x.</summary>
    public static Snapshot operator *(double c, Snapshot x) => x.Map(x => x * c);

    /// <summary>The Euclidean length of all tensors taken together; of a difference, the distance.</summary>
    public double Norm()
    {
        using var scope = MemoryScope.Open();
        return Math.Sqrt(Values.Sum(value => value.To(DType.Float64).Square().Sum().Item()));
    }

    private static Tensor Constant(Parameter copy) => copy.Value.StopGradient();

    private static string Describe(Snapshot snapshot) => string.Join(", ", snapshot._copies.Values);
}
