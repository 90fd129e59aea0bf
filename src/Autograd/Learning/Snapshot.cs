using DeepPuzzles.Tensors;

namespace DeepPuzzles.Learning;

/// <summary>A copy of the values of parameters at one moment. It lives outside memory scopes.</summary>
public sealed class Snapshot
{
    private readonly Parameter[] _copies;

    /// <summary>Copies the present values.</summary>
    public Snapshot(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _copies = [.. parameters.Select(parameter => new Parameter(parameter.Name, parameter.Value))];
    }

    /// <summary>The copied value of a parameter, as a constant.</summary>
    /// <exception cref="TensorException">There is no parameter of that name.</exception>
    public Tensor this[string name] => Array.Find(_copies, copy => copy.Name == name)?.Value.StopGradient()
        ?? throw new TensorException($"snapshot: no parameter is named '{name}'; there are {string.Join(", ", _copies.Select(copy => copy.Name))}");

    /// <summary>Puts the values into parameters of the same names, shapes and dtypes, in the same order.</summary>
    /// <exception cref="TensorException">They are not the same.</exception>
    public void RestoreTo(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        string held = Describe(_copies), wanted = Describe(parameters);
        if (held != wanted) throw new TensorException($"snapshot: it holds {held}, the module has {wanted}; they must be the same");
        for (int i = 0; i < _copies.Length; i++) parameters[i].Update(_copies[i].Value);
    }

    private static string Describe(IReadOnlyList<Parameter> parameters) => string.Join(", ", parameters);
}
